#include "sources/meta/meta_event.hpp"

#include <string>
#include <utility>

#include "domain/text.hpp"
#include "sources/event_data.hpp"
#include "sources/landing.hpp"
#include "sources/meta/meta_fields.hpp"

namespace hub::sources {
namespace {

using event_fields =
    field_values<field_names<"event_name", "event_time", "event_id", "event_source_url", "action_source", "user_data",
                             "custom_data", "test_event_code", "opt_out", "data_processing_options",
                             "data_processing_options_country", "data_processing_options_state", "referrer_url",
                             "original_event_data", "customer_segmentation", "messaging_channel">>;
using user_fields = field_values<field_names<"em", "ph", "external_id", "fbp", "fbc", "fbclid", "client_user_agent">>;

person read_user(const user_fields& in, item_reader& reader) {
  person who;
  who.identifiers.reserve(8);
  reader.enter("user_data");
  add_meta_person(in.get<"em">(), in.get<"ph">(), in.get<"external_id">(), phone_trust::links, reader, who);
  add_meta_cookies(in.get<"fbp">(), in.get<"fbc">(), in.get<"fbclid">(), reader, who);
  reader.enter("");
  return who;
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
  if (reader.require(in.get<"event_name">(), "event_name", "what happened, for example Purchase")) {
    auto name = reader.text(in.get<"event_name">());
    name_meta_event(std::move(name), reader.text(in.get<"event_id">()), event);
  }
  if (reader.require(in.get<"event_time">(), "event_time", "when it happened, in Unix seconds"))
    event.occurred_at = reader.unix_time(in.get<"event_time">()).value_or(0);
  event.url = reader.text(in.get<"event_source_url">());
  event.offline = lower_ascii(reader.raw_text(in.get<"action_source">())) == "physical_store";
  const user_fields user(object_member(in.get<"user_data">(), reader));
  auto who = read_user(user, reader);
  // Consent (opt_out, limited data use) stays with the event, so that whoever passes it on can honour it.
  const json_value kept[] = {in.get<"action_source">(),
                             in.get<"opt_out">(),
                             in.get<"data_processing_options">(),
                             in.get<"data_processing_options_country">(),
                             in.get<"data_processing_options_state">(),
                             in.get<"referrer_url">(),
                             in.get<"original_event_data">(),
                             in.get<"customer_segmentation">(),
                             in.get<"messaging_channel">()};
  auto given = read_event_data(in.get<"custom_data">(), kept, reader, event);
  finish_meta_event(std::move(given), std::move(who), reader.channels(), event);
  keep_user_agent(user.get<"client_user_agent">(), {}, event);
  if (event.external_id.empty()) event.external_id = derived_id(event.source, object);
  if (const auto code = reader.text(in.get<"test_event_code">()); !code.empty())
    reader.errors.push_back(test_event_error(code, reader.place()));
}

}  // namespace hub::sources
