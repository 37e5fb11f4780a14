#include "app/demo_world.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "app/random.hpp"

namespace hub::app {
namespace {

constexpr instant begin_at = demo_first_day * day_us;
constexpr instant end_at = demo_end_day * day_us;

constexpr const char* first_names[] = {"anna", "ben",  "clara", "david", "elif",  "finn", "greta", "hugo",
                                       "ines", "jan",  "klara", "luis",  "maria", "noah", "olga",  "paul",
                                       "rosa", "sven", "tarek", "ute",   "vera",  "yusuf"};
constexpr const char* last_names[] = {"adler",  "becker", "costa",  "diaz",  "engel",  "fischer", "gruber", "haas",
                                      "ivanov", "jung",   "keller", "lang",  "moreau", "novak",   "otto",   "peters",
                                      "rossi",  "silva",  "tanaka", "vogel", "weber",  "ziegler"};
constexpr std::int64_t prices[] = {1990, 2490, 2990, 3995, 4900, 5900, 7990, 8995, 10900, 12900, 14900};

/// Draws letters and digits, as click ids are made of.
std::string token(random_stream& r, std::size_t length) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += letters[static_cast<std::size_t>(r.below(62))];
  return text;
}

demo_person make_person(random_stream& r, std::size_t number) {
  const auto id = std::to_string(number + 1000);
  demo_person p;
  const std::string first = first_names[r.below(std::size(first_names))];
  const std::string last = last_names[r.below(std::size(last_names))];
  p.email = first + "." + last + id + "@example.com";
  p.phone = "+4915" + std::to_string(500'000'000 + r.below(400'000'000));
  p.customer_id = "cust-" + id;
  p.anonymous_id = "anon-" + token(r, 12);
  const auto first_visit_ms = begin_at / 1000 + r.below(1'000'000);
  p.fbp = "fb.1." + std::to_string(first_visit_ms) + "." + std::to_string(r.between(100'000'000, 2'000'000'000));
  return p;
}

/// Minutes to hours or days between two visits, more often short.
instant pause(random_stream& r) {
  static constexpr std::array<int, 4> weights = {20, 35, 30, 15};
  switch (r.weighted(weights)) {
    case 0: return r.between(5, 50) * minute_us;
    case 1: return r.between(60, 24 * 60) * minute_us;
    case 2: return r.between(24 * 60, 4 * 24 * 60) * minute_us;
    default: return r.between(4 * 24 * 60, 12 * 24 * 60) * minute_us;
  }
}

std::size_t campaign_for(random_stream& r, std::size_t position, std::size_t length) {
  std::vector<int> weights;
  for (const auto& c : demo_campaigns())
    weights.push_back(position == 0 ? c.opens : position + 1 == length ? c.closes : c.assists);
  return r.weighted(weights);
}

/// The visits of one person, oldest first; those after the end of the demo never happened.
std::vector<demo_touch> make_journey(random_stream& r, std::size_t person, bool buys) {
  static constexpr std::array<int, 8> lengths = {26, 22, 17, 12, 9, 6, 5, 3};
  const auto length = r.weighted(lengths) + 1;
  std::vector<demo_touch> journey;
  instant at = begin_at + r.below(86 * 24 * 60 * 60) * second_us;
  for (std::size_t i = 0; i < length && at < end_at; ++i, at += pause(r)) {
    demo_touch t;
    t.at = at;
    t.person = person;
    t.campaign = campaign_for(r, i, length);
    const auto& campaign = demo_campaigns()[t.campaign];
    if (*campaign.click_param != '\0') t.click_id = "Demo" + token(r, 18);
    journey.push_back(std::move(t));
  }
  journey.back().signed_in = buys;
  return journey;
}

std::int64_t basket(random_stream& r) {
  std::int64_t cents = 0;
  for (auto items = r.between(1, 3); items > 0; --items) cents += prices[r.below(std::size(prices))];
  return cents < 5000 ? cents + 490 : cents;  // postage on small orders
}

instant report_delay(random_stream& r, reporter by) {
  switch (by) {
    case reporter::api: return 0;
    case reporter::meta: return r.between(1, 90) * second_us;
    case reporter::shop: return r.between(1, 30) * minute_us;
    case reporter::crm: return r.between(1, 20) * hour_us;
  }
  return 0;
}

/// Who tells of an order: one system, and for 15 % of the orders others too, some of them without the order id.
std::vector<demo_report> make_reports(random_stream& r, instant at) {
  static constexpr std::array<int, 4> share = {40, 27, 20, 13};
  std::vector<demo_report> reports = {{static_cast<reporter>(r.weighted(share)), at, true}};
  const std::int64_t more = r.percent(15) ? r.percent(20) ? 2 : 1 : 0;
  for (std::int64_t i = 0; i < more; ++i) {
    reporter by = reports.front().by;
    const auto taken = [&](reporter one) {
      return std::any_of(reports.begin(), reports.end(), [&](const auto& x) { return x.by == one; });
    };
    while (taken(by)) by = static_cast<reporter>(r.weighted(share));
    reports.push_back({by, at + report_delay(r, by), r.percent(60)});
  }
  // A Meta event or a CRM deal alone often has no order id either; nobody needs it there.
  if (reports.size() == 1 && reports[0].by != reporter::shop) reports[0].names_order = r.percent(80);
  return reports;
}

void remember_meta_click(demo_order& o, const std::vector<demo_touch>& journey) {
  for (const auto& t : journey)
    if (std::string_view(demo_campaigns()[t.campaign].click_param) == "fbclid" && t.at <= o.at) {
      o.last_fbclid = t.click_id;
      o.last_fbclid_at = t.at;
    }
}

void maybe_refund(random_stream& r, demo_order& o) {
  if (!r.percent(4)) return;
  const instant at = o.at + r.between(24, 14 * 24) * hour_us;
  if (at >= end_at) return;
  o.refunded_at = at;
  o.refund_cents = r.percent(60) ? o.cents : std::max<std::int64_t>(o.cents / 3, 500);
}

std::optional<demo_order> make_order(random_stream& r, std::size_t person, instant not_before,
                                     const std::vector<demo_touch>& journey) {
  demo_order o;
  o.at = not_before + r.between(2, 40) * minute_us;
  o.person = person;
  o.cents = basket(r);
  o.reports = make_reports(r, o.at);
  for (const auto& report : o.reports)
    if (report.at >= end_at) return std::nullopt;
  remember_meta_click(o, journey);
  maybe_refund(r, o);
  return o;
}

/// Orders again later: within the hour for the same amount, or after some weeks. Two such equal orders are told apart
/// by their ids alone, so only after a first one that every report names.
void order_again(random_stream& r, const demo_order& first, const std::vector<demo_touch>& journey, demo_world& w) {
  const bool named =
      std::all_of(first.reports.begin(), first.reports.end(), [](const auto& x) { return x.names_order; });
  const bool twin = r.percent(8) && named;
  const instant at = first.at + (twin ? r.between(10, 50) * minute_us : r.between(10 * 24, 40 * 24) * hour_us);
  auto again = make_order(r, first.person, at, journey);
  if (!again) return;
  if (twin) {
    again->cents = first.cents;
    again->refund_cents = std::min(again->refund_cents, again->cents);
    again->reports = {{reporter::api, again->at, true}};
  }
  w.orders.push_back(std::move(*again));
}

void number_by_time(demo_world& w) {
  std::stable_sort(w.touches.begin(), w.touches.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  std::stable_sort(w.orders.begin(), w.orders.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  std::int64_t number = 50'000;
  for (auto& t : w.touches) t.id = "visit-" + std::to_string(number++);
  number = 10'000;
  for (auto& o : w.orders) {
    o.number = number++;
    o.order_id = "R-" + std::to_string(o.number);
  }
}

}  // namespace

const std::vector<demo_campaign>& demo_campaigns() {
  static const std::vector<demo_campaign> campaigns = {
      {"120210001", "Spring launch", "meta", "facebook", "paid_social", "fbclid", "", 24000, 24, 10, 4},
      {"120210002", "Lookalike buyers", "meta", "instagram", "paid_social", "fbclid", "", 17000, 15, 9, 4},
      {"120210003", "Cart retargeting", "meta", "facebook", "paid_social", "fbclid", "", 9000, 2, 12, 15},
      {"g-7710", "Running shoes search", "google", "google", "cpc", "gclid", "", 19500, 16, 12, 11},
      {"g-7720", "Brand search", "google", "google", "cpc", "gclid", "", 6500, 4, 8, 20},
      {"g-7730", "Shopping feed", "google", "google", "cpc", "gclid", "", 14500, 10, 10, 10},
      {"tt-301", "Creator clips", "tiktok", "tiktok", "paid_social", "ttclid", "", 13500, 12, 4, 1},
      {"ms-88", "Bing search", "microsoft", "bing", "cpc", "msclkid", "", 4500, 3, 3, 4},
      {"nl-2026", "Newsletter", "", "newsletter", "email", "", "", 0, 1, 12, 12},
      {"aff-12", "Partner blogs", "affiliates", "runnersblog", "affiliate", "", "", 3500, 5, 5, 4},
      {"", "", "", "", "", "", "https://www.google.com/", 0, 6, 8, 7},
      {"", "", "", "", "", "", "", 0, 2, 7, 8},
  };
  return campaigns;
}

demo_books books_of(const demo_world& world) {
  demo_books books;
  for (const auto& o : world.orders) {
    ++books.orders;
    books.reports += static_cast<std::int64_t>(o.reports.size());
    books.net_cents += o.cents - o.refund_cents;
  }
  return books;
}

demo_world make_demo_world(std::uint64_t seed) {
  constexpr std::size_t people = 3'000;
  random_stream r(seed);
  demo_world w;
  for (std::size_t person = 0; person < people; ++person) {
    w.people.push_back(make_person(r, person));
    const bool buys = r.percent(62);
    const bool seen = !buys || !r.percent(9);  // some buyers were never seen before they bought
    const auto journey = seen ? make_journey(r, person, buys) : std::vector<demo_touch>();
    w.touches.insert(w.touches.end(), journey.begin(), journey.end());
    if (!buys) continue;
    const instant last_visit = seen ? journey.back().at : begin_at + r.below(89 * 24 * 60 * 60) * second_us;
    const auto order = make_order(r, person, last_visit, journey);
    if (!order) continue;
    w.orders.push_back(*order);
    if (r.percent(12)) order_again(r, *order, journey, w);
  }
  number_by_time(w);
  return w;
}

}  // namespace hub::app
