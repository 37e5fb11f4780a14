#include "sources/segment/segment_track.hpp"

#include <algorithm>
#include <utility>

#include "sources/event_types.hpp"
#include "sources/folded_name.hpp"
#include "sources/landing.hpp"
#include "sources/segment/segment_people.hpp"
#include "sources/segment/segment_visits.hpp"

namespace hub::sources {
namespace {

using order_fields = field_values<field_names<"order_id", "orderId", "transaction_id", "currency", "email", "phone",
                                              "fbc", "fbp", "fbclid", "gclid", "msclkid", "ttclid", "atclid">>;

json_value order_id(const order_fields& in) {
  return first_given(text_like(in.get<"order_id">()),
                     first_given(text_like(in.get<"orderId">()), text_like(in.get<"transaction_id">())));
}

/// The property that says what an order is worth: the first of the configured ones, else of *others*.
json_value value_of(json_value properties, const item_reader& reader, std::initializer_list<std::string_view> others) {
  if (!properties) return {};
  for (const auto& name : reader.request().settings->segment.value_fields)
    if (const auto field = properties.find(name); !blank(field)) return field;
  for (const auto name : others)
    if (const auto field = properties.find(name); !blank(field)) return field;
  return {};
}

/// What is left of the properties when *used* was read.
std::string rest_of(const order_fields& in, json_value used) {
  auto left = in.unknown;
  if (used) std::erase_if(left, [&](json_value member) { return member.key() == used.key(); });
  return metadata_of({}, left);
}

void read_value(const order_fields& in, json_value given, item_reader& reader, conversion_event& event) {
  if (!given) return;
  const auto c = reader.currency(in.get<"currency">(), "currency", reader.request().settings->segment.currency);
  if (!c) return;
  if (const auto minor = reader.amount(given, *c)) event.value = hub::money{*minor, *c};
  if (event.value && event.value->minor < 0)
    reader.refuse("amount-negative",
                  "a conversion cannot be worth less than nothing; report money given back as Order Refunded",
                  given.key());
}

/// What a track event's name means: what the settings say, else what is usual; other names are no outcome.
event_type type_of(std::string_view name, const item_reader& reader) {
  for (const auto& [outcome, type] : reader.request().settings->segment.outcomes)
    if (folded_name(outcome) == folded_name(name)) return {classify_event(type).name, true, true};
  return classify_event(name);
}

void read_conversion(const segment_call& call, item_reader& reader, fact_body& fact, event_type type) {
  auto& event = begin_fact<conversion_event>(call, reader, fact);
  const auto name = reader.text(call.fields.get<"event">());
  event.outcome = type.outcome && type.known;
  event.type = std::move(type.name);
  if (event.type != name) event.original_type = name;
  order_fields in(call.properties);
  json_value value;
  reader.enter("properties");
  event.order_key = reader.text(order_id(in));
  if (event.outcome)
    read_value(in, value = value_of(call.properties, reader, {"value"}), reader, event);
  else if (in.get<"currency">())
    in.unknown.push_back(in.get<"currency">());  // of a value that is kept as it came
  reader.enter("");
  auto who = read_segment_person(call, reader);
  auto landing = read_landing(call, who, reader, false);
  require_identifier(who, reader);
  event.clicked_at = who.clicked_at;
  event.identifiers = std::move(who.identifiers);
  event.context = std::move(landing.context);
  keep_user_agent(text_in(call.context, "userAgent"), {}, event);
  event.url = std::move(landing.url);
  event.country = read_country(call, reader);
  event.metadata = rest_of(in, value);
}

void require_order(const order_fields& in, item_reader& reader) {
  reader.enter("properties");
  reader.require(order_id(in), "order_id", "which order is meant");
  reader.enter("");
}

void read_refund(const segment_call& call, item_reader& reader, fact_body& fact) {
  auto& event = begin_fact<adjustment_event>(call, reader, fact);
  const order_fields in(call.properties);
  require_order(in, reader);
  reader.enter("properties");
  event.kind = adjustment_kind::refund;
  event.order_key = reader.text(order_id(in));
  const auto given = value_of(call.properties, reader, {"total", "revenue", "value"});
  if (given) {
    const auto& standing = reader.request().settings->segment.currency;
    event.currency = reader.currency(in.get<"currency">(), "currency", standing);
    if (event.currency) event.amount = reader.amount_back(given, *event.currency);
  }
  reader.enter("");
  event.metadata = rest_of(in, given);
}

}  // namespace

void read_track(const segment_call& call, item_reader& reader, fact_body& fact) {
  if (!reader.require(call.fields.get<"event">(), "event", "what happened, for example Order Completed")) return;
  const auto name = folded_name(reader.raw_text(call.fields.get<"event">()));
  if (name == "orderrefunded" || name == "ordercancelled" || name == "ordercanceled")
    return read_refund(call, reader, fact);
  if (name != "orderupdated")
    return read_conversion(call, reader, fact, type_of(call.fields.get<"event">().text(), reader));
  require_order(order_fields(call.properties), reader);
  read_conversion(call, reader, fact, {"purchase", true, true});
}

}  // namespace hub::sources
