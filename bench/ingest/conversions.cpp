#include "bench/ingest/conversions.hpp"

#include <cstdio>
#include <string_view>

namespace hub::bench {
namespace {

constexpr std::array<std::string_view, 2> sources = {"shop", "crm"};
constexpr std::int64_t duplicate_percent = 15;

void append_padded(std::string& out, std::uint64_t value, int width) {
  char digits[24];
  const int length = std::snprintf(digits, sizeof digits, "%0*llu", width, static_cast<unsigned long long>(value));
  out.append(digits, static_cast<std::size_t>(length));
}

void append_hex(std::string& out, std::uint64_t value) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(value));
  out.append(digits, 16);
}

/// Within the 84 days from 2026-01-01.
void append_time(std::string& out, app::random_stream& of) {
  out += "2026-0";
  append_padded(out, static_cast<std::uint64_t>(of.between(1, 3)), 1);
  out += '-';
  append_padded(out, static_cast<std::uint64_t>(of.between(1, 28)), 2);
  out += 'T';
  append_padded(out, static_cast<std::uint64_t>(of.below(24)), 2);
  out += ':';
  append_padded(out, static_cast<std::uint64_t>(of.below(60)), 2);
  out += ':';
  append_padded(out, static_cast<std::uint64_t>(of.below(60)), 2);
  out += 'Z';
}

/// What every report of order *number* says: time, value, order id and buyer.
void append_order(std::string& out, std::uint64_t number) {
  app::random_stream of(number);
  out += R"(","type":"purchase","occurred_at":")";
  append_time(out, of);
  out += R"(","value":")";
  append_padded(out, static_cast<std::uint64_t>(of.between(5, 900)), 1);
  out += '.';
  append_padded(out, static_cast<std::uint64_t>(of.below(100)), 2);
  out += R"(","currency":"USD","order_id":"ORD-2026-)";
  append_padded(out, number, 9);
  out += R"(","email":"buyer.)";
  append_padded(out, number, 9);
  out += R"(@customers.example","anonymous_id":"device-)";
  append_hex(out, of.next());
  out += '"';
}

void append_campaign(std::string& out, app::random_stream& random) {
  const auto campaign = static_cast<std::uint64_t>(random.below(40));
  out +=
      R"(,"event_name":"Order completed","country":"DE","utm_source":"google","utm_medium":"cpc","campaign_id":"2384)";
  append_padded(out, campaign, 7);
  out += R"(","campaign_name":"Spring collection, prospecting )";
  append_padded(out, campaign, 2);
  out += R"(","adset_id":"5512)";
  append_padded(out, static_cast<std::uint64_t>(random.below(200)), 7);
  out += R"(","ad_id":"9034)";
  append_padded(out, static_cast<std::uint64_t>(random.below(900)), 7);
  out += R"(","gclid":"Cj0KCQiA)";
  for (int i = 0; i < 3; ++i) append_hex(out, random.next());
  out += R"(","url":"https://www.shop.example/checkout/thank-you?step=4&cart=)";
  append_hex(out, random.next());
  out += R"(&utm_source=google&utm_medium=cpc")";
}

void append_line(std::string& out, app::random_stream& random) {
  out += R"({"sku":"SKU-)";
  append_padded(out, static_cast<std::uint64_t>(random.below(90'000)), 6);
  out += R"(","name":"Linen shirt with long sleeves, natural","quantity":)";
  append_padded(out, static_cast<std::uint64_t>(random.between(1, 4)), 1);
  out += R"(,"price":"39.90"})";
}

void append_metadata(std::string& out, app::random_stream& random) {
  out += R"(,"metadata":{"payment":"card","shipping":"express","warehouse":"EU-WEST-2","coupon":"SPRING-)";
  append_padded(out, static_cast<std::uint64_t>(random.below(9'999)), 4);
  out += R"(","session":")";
  for (int i = 0; i < 2; ++i) append_hex(out, random.next());
  out +=
      R"(","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36","lines":[)";
  for (int i = 0; i < 3; ++i) {
    if (i > 0) out += ',';
    append_line(out, random);
  }
  out += "]}}";
}

}  // namespace

void conversion_stream::append_event(std::string& out, std::size_t source) {
  auto& theirs = unmatched_[1 - source];
  std::uint64_t order = 0;
  if (!theirs.empty() && random_.percent(duplicate_percent)) {
    const auto at = static_cast<std::size_t>(random_.below(static_cast<std::int64_t>(theirs.size())));
    order = theirs[at];
    theirs[at] = theirs.back();
    theirs.pop_back();
  } else {
    order = ++orders_;
    unmatched_[source].push_back(order);
  }
  out += R"({"external_id":"evt-)";
  append_padded(out, ++events_, 10);
  append_order(out, order);
  append_campaign(out, random_);
  append_metadata(out, random_);
}

std::string conversion_stream::request(std::size_t count) {
  const auto source = static_cast<std::size_t>(random_.below(static_cast<std::int64_t>(sources.size())));
  std::string body;
  body.reserve(count * 1'300);
  for (std::size_t i = 0; i < count; ++i) {
    body += i == 0 ? '[' : ',';
    append_event(body, source);
  }
  body += ']';
  body_bytes_ += body.size();
  std::string whole = "POST /v1/conversions?source=" + std::string(sources[source]) +
                      " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
                      std::to_string(body.size()) + "\r\n\r\n";
  return whole += body;
}

}  // namespace hub::bench
