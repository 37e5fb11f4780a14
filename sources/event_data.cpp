#include "sources/event_data.hpp"

#include <string>

#include "sources/field_names.hpp"

namespace hub::sources {
namespace {

using data_fields = field_values<
    field_names<"value", "currency", "order_id", "campaign_id", "campaign_name", "adset_id", "ad_id", "channel">>;

void read_value(const data_fields& in, item_reader& reader, conversion_event& event) {
  if (blank(in.get<"value">())) return;
  event.value = reader.money(in.get<"value">(), in.get<"currency">());
  if (event.value && event.value->minor < 0)
    reader.refuse("amount-negative",
                  "a conversion cannot be worth less than nothing; report money given back as an adjustment", "value");
}

}  // namespace

campaign_context read_event_data(json_value data, std::span<const json_value> kept, item_reader& reader,
                                 conversion_event& event) {
  data = object_member(data, reader);
  data_fields in(data);
  campaign_context given;
  reader.enter(data ? data.key() : std::string_view());
  read_value(in, reader, event);
  event.order_key = reader.text(in.get<"order_id">());
  given.channel = reader.text(in.get<"channel">());
  given.campaign_id = reader.text(in.get<"campaign_id">());
  given.campaign_name = reader.text(in.get<"campaign_name">());
  given.adset_id = reader.text(in.get<"adset_id">());
  given.ad_id = reader.text(in.get<"ad_id">());
  reader.enter("");
  for (const json_value field : kept)
    if (!blank(field)) in.unknown.push_back(field);
  event.metadata = metadata_of({}, in.unknown);
  return given;
}

bool names_campaign(const campaign_context& context) {
  return !context.campaign_id.empty() || !context.campaign_name.empty() || !context.adset_id.empty() ||
         !context.ad_id.empty();
}

json_value object_member(json_value field, item_reader& reader) {
  if (!field || field.is(json_kind::object)) return field;
  reader.refuse("field-type", "'" + std::string(field.key()) + "' must be an object", field.key());
  return {};
}

}  // namespace hub::sources
