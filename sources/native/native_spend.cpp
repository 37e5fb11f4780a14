// POST /v1/spend and /v1/fx-rates: what campaigns cost, and what currencies were worth.
#include <algorithm>
#include <string>

#include "domain/rates.hpp"
#include "domain/text.hpp"
#include "sources/field_names.hpp"
#include "sources/item_loop.hpp"
#include "sources/native/native.hpp"

namespace hub::sources {
namespace {

using spend_names =
    field_names<"date", "platform", "account", "campaign_id", "campaign_name", "adset_id", "ad_id", "cost", "spend",
                "currency", "impressions", "clicks", "platform_conversions", "platform_value", "tz">;
using spend_fields = field_values<spend_names>;

void read_cost(const spend_fields& in, item_reader& reader, spend_event& event) {
  const auto cost = blank(in.get<"cost">()) ? in.get<"spend">() : in.get<"cost">();
  const bool given = reader.require(cost, "cost", "what was spent that day");
  const auto c = reader.currency(in.get<"currency">(), "currency");
  if (!c) return;
  if (given) event.cost = {reader.amount(cost, *c).value_or(0), *c};
  if (event.cost.minor < 0)
    reader.refuse("amount-negative", "a day's cost cannot be negative; send the day again with its corrected cost",
                  cost.key());
  event.platform_value = reader.amount(in.get<"platform_value">(), *c);
}

/// Whether *text* has the form of a zone's name, or is empty. Which zones there are is not known here.
bool is_zone_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/' ||
           c == '-' || c == '+';
  };
  return text.size() <= 64 && std::all_of(text.begin(), text.end(), fits);
}

void read_spend(json_value object, item_reader& reader, fact_body& fact) {
  const spend_fields in(object);
  auto& event = fact.emplace<spend_event>();
  if (reader.require(in.get<"date">(), "date", "the day in the account's own time zone, as YYYY-MM-DD"))
    event.day = reader.day(in.get<"date">()).value_or(0);
  if (reader.require(in.get<"platform">(), "platform", "who was paid, for example meta_ads"))
    event.platform = lower_utf8(reader.text(in.get<"platform">()));
  event.account = reader.text(in.get<"account">());
  event.campaign_id = reader.text(in.get<"campaign_id">());
  event.campaign_name = reader.text(in.get<"campaign_name">());
  if (blank(in.get<"campaign_name">()))
    reader.require(in.get<"campaign_id">(), "campaign_id", "which campaign was paid for");
  event.adset_id = reader.text(in.get<"adset_id">());
  event.ad_id = reader.text(in.get<"ad_id">());
  read_cost(in, reader, event);
  event.impressions = reader.count(in.get<"impressions">()).value_or(0);
  event.clicks = reader.count(in.get<"clicks">()).value_or(0);
  event.platform_conversions = reader.decimal(in.get<"platform_conversions">());
  event.tz = reader.text(in.get<"tz">());
  if (!is_zone_name(event.tz))
    reader.refuse("zone-malformed", "name the zone of the account's days as IANA does, for example America/New_York",
                  "tz");
}

using rate_names = field_names<"date", "base", "quote", "rate">;

/// Whether decimal text is greater than zero.
bool is_positive(std::string_view decimal) {
  const auto mantissa = decimal.substr(0, decimal.find_first_of("eE"));
  return !decimal.starts_with('-') &&
         std::any_of(mantissa.begin(), mantissa.end(), [](char c) { return c >= '1' && c <= '9'; });
}

void read_rate(json_value object, item_reader& reader, fact_body& fact) {
  const field_values<rate_names> in(object);
  auto& event = fact.emplace<fx_rate_event>();
  if (reader.require(in.get<"date">(), "date", "the day of the rate, as YYYY-MM-DD"))
    event.day = reader.day(in.get<"date">()).value_or(0);
  event.base = reader.currency(in.get<"base">(), "base").value_or(currency{});
  event.quote = reader.currency(in.get<"quote">(), "quote").value_or(currency{});
  if (event.base && event.base == event.quote)
    reader.refuse("currency-pair-same", "base and quote are the same currency, whose rate is always 1; leave it out",
                  "quote");
  if (reader.require(in.get<"rate">(), "rate", "how many units of quote one unit of base buys")) {
    event.rate = reader.decimal(in.get<"rate">()).value_or("");
    if (event.rate.empty()) return;
    if (!is_positive(event.rate))
      reader.refuse("rate-not-positive",
                    "a rate is greater than zero; give how many units of quote one unit of base buys", "rate");
    else if (const auto sound = rate_table{}.set(event.day, event.base, event.quote, event.rate); !sound)
      reader.refuse(sound.error().code, sound.error().detail, "rate");
  }
}

}  // namespace

result<parsed> parse_spend(const payload& in) { return read_items(in, read_spend); }

result<parsed> parse_fx_rates(const payload& in) { return read_items(in, read_rate); }

}  // namespace hub::sources
