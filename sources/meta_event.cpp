#include "sources/meta_event.hpp"

#include <string>
#include <utility>

#include "domain/normalise.hpp"
#include "domain/text.hpp"
#include "sources/event_types.hpp"
#include "sources/identifiers.hpp"
#include "sources/landing.hpp"

namespace hub::sources {
namespace {

using event_fields =
    field_values<field_names<"event_name", "event_time", "event_id", "event_source_url", "action_source", "user_data",
                             "custom_data", "test_event_code", "opt_out", "data_processing_options",
                             "data_processing_options_country", "data_processing_options_state", "referrer_url",
                             "original_event_data", "customer_segmentation", "messaging_channel">>;
using user_fields = field_values<field_names<"em", "ph", "external_id", "fbp", "fbc", "fbclid">>;
using custom_fields = field_values<
    field_names<"value", "currency", "order_id", "campaign_id", "campaign_name", "adset_id", "ad_id", "channel">>;

/// The member of the event that groups fields; anything but an object there is refused.
json_value group(json_value field, item_reader& reader) {
  if (!field || field.is(json_kind::object)) return field;
  reader.refuse("field-type", "'" + std::string(field.key()) + "' must be an object", field.key());
  return {};
}

void read_name(const event_fields& in, item_reader& reader, conversion_event& event) {
  if (!reader.require(in.get<"event_name">(), "event_name", "what happened, for example Purchase")) return;
  event.event_name = reader.text(in.get<"event_name">());
  event.event_id = reader.text(in.get<"event_id">());
  auto type = classify_event(event.event_name);
  event.outcome = type.outcome;
  event.type = std::move(type.name);
  if (event.type != event.event_name) event.original_type = event.event_name;
  if (!event.event_id.empty()) event.external_id = event.event_name + "/" + event.event_id;
}

person read_user(json_value user_data, item_reader& reader) {
  const user_fields in(user_data);
  person who;
  auto& ids = who.identifiers;
  ids.reserve(8);
  reader.enter("user_data");
  each_text(in.get<"em">(), reader,
            [&](auto t) { add_identifier(ids, identifier_kind::email, normalise_email(without_appendix(t))); });
  each_text(in.get<"ph">(), reader,
            [&](auto t) { add_identifier(ids, identifier_kind::phone, normalise_phone(without_appendix(t))); });
  each_text(in.get<"external_id">(), reader, [&](auto t) {
    add_identifier(ids, identifier_kind::external_id, normalise_external_id(without_appendix(t)));
  });
  add_identifier(ids, identifier_kind::fbp, parse_fbp(reader.raw_text(in.get<"fbp">())));
  who.click_id = reader.text(in.get<"fbclid">());
  if (auto click = parse_fbc(reader.raw_text(in.get<"fbc">()))) {
    who.click_id = std::move(click->click_id);
    who.clicked_at = click->clicked_at;
  }
  add_identifier(ids, identifier_kind::fbclid, who.click_id);
  if (!who.click_id.empty()) who.network_channel = "Paid Social";
  reader.enter("");
  return who;
}

/// A currency without value says nothing, so it is not even checked.
void read_value(const custom_fields& in, item_reader& reader, conversion_event& event) {
  if (blank(in.get<"value">())) return;
  event.value = reader.money(in.get<"value">(), in.get<"currency">());
  if (event.value && event.value->minor < 0)
    reader.refuse("amount-negative",
                  "a conversion cannot be worth less than nothing; report money given back as an adjustment", "value");
}

/// What custom_data says of value, order and campaign; its other fields become metadata.
campaign_context read_custom(json_value custom_data, const event_fields& whole, item_reader& reader,
                             conversion_event& event) {
  custom_fields in(custom_data);
  campaign_context given;
  reader.enter("custom_data");
  read_value(in, reader, event);
  event.order_key = reader.text(in.get<"order_id">());
  given.channel = reader.text(in.get<"channel">());
  given.campaign_id = reader.text(in.get<"campaign_id">());
  given.campaign_name = reader.text(in.get<"campaign_name">());
  given.adset_id = reader.text(in.get<"adset_id">());
  given.ad_id = reader.text(in.get<"ad_id">());
  reader.enter("");
  // Consent (opt_out, limited data use) stays with the event, so that whoever passes it on can honour it.
  for (const json_value kept :
       {whole.get<"action_source">(), whole.get<"opt_out">(), whole.get<"data_processing_options">(),
        whole.get<"data_processing_options_country">(), whole.get<"data_processing_options_state">(),
        whole.get<"referrer_url">(), whole.get<"original_event_data">(), whole.get<"customer_segmentation">(),
        whole.get<"messaging_channel">()})
    if (kept) in.unknown.push_back(kept);
  event.metadata = metadata_of({}, in.unknown);
  return given;
}

bool names_campaign(const campaign_context& context) {
  return !context.campaign_id.empty() || !context.campaign_name.empty() || !context.adset_id.empty() ||
         !context.ad_id.empty();
}

constexpr std::string_view test_event = "test-event";

}  // namespace

error test_event_error(std::string_view code, std::string place) {
  return fail(std::string(test_event),
              "sent with test_event_code " + std::string(code) +
                  ", so it is kept apart from real data; leave the code out to have it counted",
              std::move(place));
}

bool is_test_event(const std::vector<error>& errors) { return errors.size() == 1 && errors[0].code == test_event; }

void read_meta_event(json_value object, item_reader& reader, fact_body& fact) {
  const event_fields in(object);
  auto& event = fact.emplace<conversion_event>();
  event.source = reader.request().source;
  event.dataset = reader.request().dataset;
  read_name(in, reader, event);
  if (reader.require(in.get<"event_time">(), "event_time", "when it happened, in Unix seconds"))
    event.occurred_at = reader.unix_time(in.get<"event_time">()).value_or(0);
  event.url = reader.text(in.get<"event_source_url">());
  event.offline = lower_ascii(reader.raw_text(in.get<"action_source">())) == "physical_store";
  auto who = read_user(group(in.get<"user_data">(), reader), reader);
  auto given = read_custom(group(in.get<"custom_data">(), reader), in, reader, event);
  event.clicked_at = who.clicked_at;
  event.context = landing_context(std::move(given), who, event.url, reader.channels());
  if (event.context.channel.empty() && names_campaign(event.context)) event.context.channel = "Paid Social";
  event.identifiers = std::move(who.identifiers);
  if (event.external_id.empty()) event.external_id = derived_id(event.source, object);
  if (const auto code = reader.text(in.get<"test_event_code">()); !code.empty())
    reader.errors.push_back(test_event_error(code, reader.place()));
}

}  // namespace hub::sources
