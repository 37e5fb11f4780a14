#include "app/demo_data.hpp"

#include <openssl/evp.h>

#include <array>
#include <functional>
#include <string>

#include "app/client.hpp"
#include "app/demo_world.hpp"
#include "app/random.hpp"
#include "net/json_writer.hpp"

namespace hub::app {
namespace {

using net::http_request;
using net::json_writer;

constexpr std::size_t batch_size = 500;

/// 12345 → `123.45`.
std::string euros(std::int64_t cents) {
  const auto rest = std::to_string(cents % 100);
  return std::to_string(cents / 100) + (rest.size() == 1 ? ".0" : ".") + rest;
}

std::string sha256_hex(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += digits[hash[i] >> 4U];
    hex += digits[hash[i] & 15U];
  }
  return hex;
}

http_request post(std::string target, std::string_view content_type, std::string body) {
  http_request r;
  r.method = "POST";
  r.target = std::move(target);
  r.headers = {{"content-type", std::string(content_type)}};
  r.body = std::move(body);
  return r;
}

/// Collects lines of NDJSON into requests of at most batch_size lines.
class line_batches {
 public:
  line_batches(std::string target, std::vector<http_request>& out) : target_(std::move(target)), out_(out) {}

  void add(json_writer& line) {
    line.end_line();
    body_ += line.text();
    if (++lines_ == batch_size) send();
  }
  void send() {
    if (lines_ > 0) out_.push_back(post(target_, "application/x-ndjson", std::move(body_)));
    body_.clear();
    lines_ = 0;
  }

 private:
  std::string target_;
  std::vector<http_request>& out_;
  std::string body_;
  std::size_t lines_ = 0;
};

std::string landing_page(const demo_campaign& c, const demo_touch& t) {
  parameters query;
  if (*c.utm_source != '\0')
    query = {{"utm_source", c.utm_source}, {"utm_medium", c.utm_medium}, {"utm_campaign", c.name}, {"utm_id", c.id}};
  if (!t.click_id.empty()) query.emplace_back(c.click_param, t.click_id);
  return target_of("https://shop.example.com/", query);
}

void add_touches(const demo_world& w, std::vector<http_request>& out) {
  line_batches batches("/v1/touchpoints", out);
  for (const auto& t : w.touches) {
    const auto& c = demo_campaigns()[t.campaign];
    const auto& person = w.people[t.person];
    json_writer line;
    line.begin_object().member("id", t.id).member("occurred_at", format_instant(t.at)).member("interaction", "click");
    line.member("url", landing_page(c, t)).member("anonymous_id", person.anonymous_id);
    if (*c.referrer != '\0') line.member("referrer", c.referrer);
    if (*c.id != '\0') line.member("campaign_id", c.id).member("campaign_name", c.name);
    if (!t.click_id.empty()) line.key("click_ids").begin_object().member(c.click_param, t.click_id).end_object();
    if (t.signed_in) line.member("email", person.email);
    line.end_object();
    batches.add(line);
  }
  batches.send();
}

/// What a campaign cost and what its platform claims for it; platforms claim more than the bank sees.
void add_spend(random_stream& r, std::vector<http_request>& out) {
  line_batches batches("/v1/spend", out);
  for (std::int32_t day = demo_first_day; day < demo_end_day; ++day)
    for (const auto& c : demo_campaigns()) {
      if (*c.platform == '\0') continue;
      const auto cents = c.daily_cost * r.between(80, 120) / 100;
      const auto claimed = cents / r.between(1900, 3200);
      json_writer line;
      line.begin_object().member("date", format_day(day)).member("platform", c.platform).member("account", "main");
      line.member("campaign_id", c.id).member("campaign_name", c.name);
      line.member("cost", euros(cents)).member("currency", "EUR");
      line.member("impressions", cents * r.between(8, 14) / 10);
      line.member("clicks", cents / r.between(60, 110));
      line.member("platform_conversions", claimed);
      line.member("platform_value", euros(claimed * r.between(6500, 9500))).end_object();
      batches.add(line);
    }
  batches.send();
}

/// The reports of every order by *by*, in order.
void each_report(const demo_world& w, reporter by,
                 const std::function<void(const demo_order&, const demo_report&)>& use) {
  for (const auto& o : w.orders)
    for (const auto& report : o.reports)
      if (report.by == by) use(o, report);
}

/// A reporter's own id of an order.
std::string report_id(reporter by, const demo_order& o) {
  constexpr const char* prefixes[] = {"web-", "purchase-", "shop-", "deal-"};
  return prefixes[static_cast<std::size_t>(by)] + std::to_string(o.number);
}

/// Conversions in the hub's own format: the shop's server, the shop's export and the CRM.
void add_native(const demo_world& w, reporter by, const std::string& target, const char* type,
                std::vector<http_request>& out) {
  line_batches batches(target, out);
  each_report(w, by, [&](const demo_order& o, const demo_report& report) {
    const auto& person = w.people[o.person];
    json_writer line;
    line.begin_object().member("external_id", report_id(by, o)).member("type", type);
    line.member("occurred_at", format_instant(report.at));
    line.member("value", euros(o.cents)).member("currency", "EUR").member("email", person.email);
    if (report.names_order) line.member("order_id", o.order_id);
    if (by == reporter::api) line.member("anonymous_id", person.anonymous_id);
    if (by == reporter::api) line.member("external_user_id", person.customer_id);
    if (by == reporter::crm) line.member("phone", person.phone);
    line.end_object();
    batches.add(line);
  });
  batches.send();
}

void write_user(json_writer& event, const demo_person& person, const demo_order& o) {
  event.key("user_data").begin_object();
  event.key("em").begin_array().value(sha256_hex(person.email)).end_array();
  event.key("external_id").begin_array().value(person.customer_id).end_array();
  event.member("client_user_agent", "Mozilla/5.0").member("fbp", person.fbp);
  if (!o.last_fbclid.empty())
    event.member("fbc", "fb.1." + std::to_string(o.last_fbclid_at / 1000) + "." + o.last_fbclid);
  event.end_object();
}

void write_meta_event(json_writer& event, const char* name, instant at, const demo_person& person, const demo_order& o,
                      bool names_order) {
  const std::string id = (std::string_view(name) == "Purchase" ? "purchase-" : "cart-") + std::to_string(o.number);
  event.begin_object().member("event_name", name).member("event_time", at / second_us);
  write_user(event, person, o);
  event.key("custom_data").begin_object().key("value").raw(euros(o.cents)).member("currency", "EUR");
  if (names_order) event.member("order_id", o.order_id);
  event.end_object().member("action_source", "website").member("event_id", id);
  event.member("event_source_url", "https://shop.example.com/thanks").end_object();
}

/// Events in bodies as Meta's Node SDK sends them. One delivery in eight is repeated, as happens when an answer is lost.
void add_meta(const demo_world& w, std::vector<http_request>& out) {
  constexpr std::size_t events_a_body = 60;
  std::vector<std::string> events;
  each_report(w, reporter::meta, [&](const demo_order& o, const demo_report& report) {
    json_writer event;
    if (o.number % 4 == 0) {
      write_meta_event(event, "AddToCart", o.at - 2 * minute_us, w.people[o.person], o, false);
      events.push_back(event.take());
      event = json_writer();
    }
    write_meta_event(event, "Purchase", report.at, w.people[o.person], o, report.names_order);
    events.push_back(event.take());
  });
  for (std::size_t first = 0; first < events.size(); first += events_a_body) {
    json_writer body;
    body.begin_object().key("data").begin_array();
    for (std::size_t i = first; i < std::min(first + events_a_body, events.size()); ++i) body.raw(events[i]);
    body.end_array().member("partner_agent", nullptr).member("namespace_id", nullptr).end_object();
    out.push_back(post("/v1/ingest/meta_capi", "application/json", body.take()));
    if ((first / events_a_body) % 8 == 3) out.push_back(out.back());
  }
}

void add_refunds(const demo_world& w, std::vector<http_request>& out) {
  constexpr const char* sources[] = {"manual", "meta_capi", "shop", "crm"};
  line_batches batches("/v1/adjustments", out);
  for (const auto& o : w.orders) {
    if (o.refund_cents == 0) continue;
    const auto& first = o.reports.front();
    json_writer line;
    line.begin_object().member("kind", "refund").member("adjustment_id", "refund-" + std::to_string(o.number));
    const bool by_order = first.names_order;
    const std::string name = first.by == reporter::meta ? "Purchase/" : "";
    if (by_order) line.member("order_id", o.order_id);
    if (!by_order) line.member("source", sources[static_cast<std::size_t>(first.by)]);
    if (!by_order) line.member("external_id", name + report_id(first.by, o));
    line.member("amount", euros(o.refund_cents)).member("currency", "EUR");
    line.member("occurred_at", format_instant(o.refunded_at)).end_object();
    batches.add(line);
  }
  batches.send();
}

}  // namespace

std::vector<http_request> demo_requests(std::uint64_t seed) {
  const auto world = make_demo_world(seed);
  random_stream spend_stream(seed ^ 0x5350454E44ULL);
  std::vector<http_request> out;
  add_spend(spend_stream, out);
  add_touches(world, out);
  add_native(world, reporter::api, "/v1/conversions", "purchase", out);
  add_meta(world, out);
  add_native(world, reporter::shop, "/v1/conversions?source=shop", "purchase", out);
  add_native(world, reporter::crm, "/v1/conversions?source=crm", "close_convert_lead", out);
  add_refunds(world, out);
  return out;
}

}  // namespace hub::app
