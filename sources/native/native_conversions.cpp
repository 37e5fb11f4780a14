// POST /v1/conversions: outcomes as the hub's own clients state them.
#include <utility>

#include "domain/normalise.hpp"
#include "sources/event_types.hpp"
#include "sources/item_loop.hpp"
#include "sources/landing.hpp"
#include "sources/native/native.hpp"

namespace hub::sources {
namespace {

using conversion_names =
    join_names<person_names, field_names<"external_id", "id", "type", "occurred_at", "updated_at", "clicked_at",
                                         "value", "currency", "order_id", "transaction_id", "event_id", "event_name",
                                         "campaign_id", "campaign_name", "adset_id", "ad_id", "channel", "utm_source",
                                         "utm_medium", "offline", "country", "url", "metadata">>;
using conversion_fields = field_values<conversion_names>;

void read_value(const conversion_fields& in, item_reader& reader, conversion_event& event) {
  event.value = reader.money(in.get<"value">(), in.get<"currency">());
  if (event.value && event.value->minor < 0)
    reader.refuse("amount-negative",
                  "a conversion cannot be worth less than nothing; report money given back as an adjustment", "value");
}

void read_type(const conversion_fields& in, item_reader& reader, conversion_event& event) {
  if (!reader.require(in.get<"type">(), "type", "what happened, for example purchase")) return;
  auto given = reader.text(in.get<"type">());
  auto type = classify_event(given);
  if (type.name == "refund" || type.name == "chargeback")
    reader.refuse("type-refund",
                  "'" + given +
                      "' is money given back, which is no conversion; send it to POST /v1/adjustments as kind " +
                      type.name,
                  "type");
  event.type = std::move(type.name);
  event.outcome = type.outcome;
  if (given != event.type) event.original_type = std::move(given);
}

void read_context(const conversion_fields& in, item_reader& reader, conversion_event& event) {
  auto who = read_person(person_fields::of(in), reader);
  event.url = reader.text(in.get<"url">());
  campaign_context given;
  given.channel = reader.text(in.get<"channel">());
  given.source = reader.text(in.get<"utm_source">());
  given.medium = reader.text(in.get<"utm_medium">());
  given.campaign_id = reader.text(in.get<"campaign_id">());
  given.campaign_name = reader.text(in.get<"campaign_name">());
  given.adset_id = reader.text(in.get<"adset_id">());
  given.ad_id = reader.text(in.get<"ad_id">());
  event.context = landing_context(std::move(given), who, event.url, reader.channels());
  event.identifiers = std::move(who.identifiers);
  event.clicked_at = reader.time(in.get<"clicked_at">());
  if (!event.clicked_at) event.clicked_at = who.clicked_at;
}

void read_conversion(json_value object, item_reader& reader, fact_body& fact) {
  const conversion_fields in(object);
  auto& event = fact.emplace<conversion_event>();
  event.source = reader.request().source;
  event.external_id = reader.text(first_given(in.get<"external_id">(), in.get<"id">()));
  read_type(in, reader, event);
  if (reader.require(in.get<"occurred_at">(), "occurred_at", "when it happened, as an RFC 3339 time"))
    event.occurred_at = reader.time(in.get<"occurred_at">()).value_or(0);
  event.updated_at = reader.time(in.get<"updated_at">());
  read_value(in, reader, event);
  event.order_key = reader.text(first_given(in.get<"order_id">(), in.get<"transaction_id">()));
  event.event_id = reader.text(in.get<"event_id">());
  event.event_name = reader.text(in.get<"event_name">());
  read_context(in, reader, event);
  event.offline = reader.flag(in.get<"offline">()).value_or(false);
  event.country = normalise_country(reader.raw_text(in.get<"country">()));
  event.metadata = metadata_of(in.get<"metadata">(), in.unknown);
  if (event.external_id.empty()) event.external_id = derived_id(event.source, object);
}

}  // namespace

result<parsed> parse_conversions(const payload& in) { return read_items(in, read_conversion); }

}  // namespace hub::sources
