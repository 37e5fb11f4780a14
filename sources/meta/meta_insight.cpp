#include "sources/meta/meta_insight.hpp"

#include <string>
#include <utility>

#include "sources/field_names.hpp"

namespace hub::sources {
namespace {

using insight_fields = field_values<
    field_names<"date_start", "date_stop", "account_id", "account_currency", "campaign_id", "campaign_name", "adset_id",
                "ad_id", "spend", "impressions", "clicks", "actions", "action_values">>;

/// The value of action *type* in a list of `{"action_type", "value"}`; nothing when the list does not have it.
json_value action_of(json_value list, std::string_view type) {
  if (!list.is(json_kind::array)) return {};
  for (const json_value action : list) {
    if (!action.is(json_kind::object)) continue;
    const auto name = action.find("action_type");
    if (name.is(json_kind::string) && name.text() == type) return action.find("value");
  }
  return {};
}

void read_claims(const insight_fields& in, item_reader& reader, spend_event& event) {
  for (const auto& type : reader.request().settings->meta_ads.action_types) {
    const auto count = action_of(in.get<"actions">(), type);
    const auto value = action_of(in.get<"action_values">(), type);
    if (!count && !value) continue;
    reader.enter("actions");
    event.platform_conversions = reader.decimal(count);
    reader.enter("action_values");
    if (event.cost.currency) event.platform_value = reader.amount(value, event.cost.currency);
    reader.enter("");
    return;
  }
}

void read_cost(const insight_fields& in, item_reader& reader, spend_event& event) {
  const auto c =
      reader.currency(in.get<"account_currency">(), "account_currency", reader.request().settings->meta_ads.currency);
  if (!c) return;
  event.cost = {reader.amount(in.get<"spend">(), *c).value_or(0), *c};
  if (event.cost.minor < 0)
    reader.refuse("amount-negative", "a day's cost cannot be negative; fetch the day again", "spend");
}

}  // namespace

void read_meta_insight(json_value row, item_reader& reader, fact_body& fact) {
  const insight_fields in(row);
  auto& event = fact.emplace<spend_event>();
  event.platform = "meta_ads";
  if (reader.require(in.get<"date_start">(), "date_start", "the day in the account's own time zone"))
    event.day = reader.day(in.get<"date_start">()).value_or(0);
  const auto stop = reader.day(in.get<"date_stop">());
  if (stop && *stop != event.day)
    reader.refuse("row-not-daily", "this row is of several days; ask for time_increment=1", "date_stop");
  event.account = reader.text(in.get<"account_id">());
  if (reader.require(in.get<"campaign_id">(), "campaign_id", "which campaign was paid for"))
    event.campaign_id = reader.text(in.get<"campaign_id">());
  event.campaign_name = reader.text(in.get<"campaign_name">());
  event.adset_id = reader.text(in.get<"adset_id">());
  event.ad_id = reader.text(in.get<"ad_id">());
  read_cost(in, reader, event);
  event.impressions = reader.count(in.get<"impressions">()).value_or(0);
  event.clicks = reader.count(in.get<"clicks">()).value_or(0);
  read_claims(in, reader, event);
}

result<parsed> parse_meta_ads(const payload& in) {
  parsed items;
  const auto done = each_value(in, items, [&](json_value value, std::string place) -> result<void> {
    const auto data = value.is(json_kind::object) ? value.find("data") : json_value();
    if (!data.is(json_kind::array)) {
      read_item(in, value, std::move(place), read_meta_insight, items);
      return {};
    }
    std::size_t index = 0;
    for (const json_value row : data)
      read_item(in, row, place + "/data/" + std::to_string(index++), read_meta_insight, items);
    return {};
  });
  return done ? result<parsed>(std::move(items)) : done.error();
}

}  // namespace hub::sources
