#include "sources/web.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "sources/client_clock.hpp"
#include "sources/event_data.hpp"
#include "sources/event_types.hpp"
#include "sources/identifiers.hpp"
#include "sources/item_loop.hpp"
#include "sources/json_write.hpp"
#include "sources/landing.hpp"
#include "sources/person_fields.hpp"

namespace hub::sources {
namespace {

using web_fields = field_values<field_names<"event", "event_id", "id", "time", "sent", "url", "referrer", "fbp", "fbc",
                                            "user", "data", "user_agent">>;
using user_fields = field_values<field_names<"email", "phone", "external_id">>;

constexpr std::ptrdiff_t most_events = 100;  // of one page: each takes over what stands beside them
constexpr std::string_view page_view = "page_view";
constexpr std::string_view identify = "identify";

/// When something happened by the hub's clock, and whether that leans on the receipt.
struct web_time {
  instant at = 0;
  bool by_receipt = false;
};

web_time read_time(const web_fields& in, item_reader& reader) {
  const auto now = reader.request().received_at;
  const auto sent = reader.unix_time(in.get<"sent">());
  const auto time = in.get<"time">();
  const auto given = time.is(json_kind::number) ? reader.unix_time(time) : reader.time(time);
  const auto stated = given ? given : sent;
  if (!stated) return {whole_second(now), true};
  const auto correction = sent ? clock_correction(*sent, now) : 0;
  return {whole_second(*stated + correction), correction != 0};
}

person read_visitor(const web_fields& in, item_reader& reader) {
  const user_fields user(object_member(in.get<"user">(), reader));
  person_fields fields;
  fields.email = user.get<"email">();
  fields.phone = user.get<"phone">();
  fields.external_user_id = user.get<"external_id">();
  fields.anonymous_id = in.get<"id">();
  fields.fbp = in.get<"fbp">();
  fields.fbc = in.get<"fbc">();
  reader.enter("user");
  auto who = read_person(fields, reader);
  reader.enter("");
  return who;
}

/// The name and id of an event, its time and its page: what every kind of fact has.
struct web_event {
  std::string name;
  std::string external_id;
  web_time time;
  std::string url;
  person who;
};

web_event read_common(const web_fields& in, json_value object, item_reader& reader) {
  web_event event;
  if (reader.require(in.get<"event">(), "event", "what happened, for example PageView or Purchase"))
    event.name = reader.text(in.get<"event">());
  const auto id = reader.text(in.get<"event_id">());
  event.external_id = id.empty() ? derived_id(reader.request().source, object) : event.name + "/" + id;
  event.time = read_time(in, reader);
  event.url = reader.text(in.get<"url">());
  event.who = read_visitor(in, reader);
  return event;
}

void read_identity(web_event common, item_reader& reader, fact_body& fact) {
  auto& event = fact.emplace<identity_event>();
  event.source = reader.request().source;
  event.external_id = std::move(common.external_id);
  event.occurred_at = common.time.at;
  event.timed_by_receipt = common.time.by_receipt;
  event.identifiers = std::move(common.who.identifiers);
  order_identifiers(event.identifiers);
  if (event.identifiers.empty())
    reader.refuse("identifier-missing", "nothing names a person; give at least one of email, phone, external_id",
                  "user");
}

/// An outcome, or something that is only kept.
void read_outcome(const web_fields& in, web_event common, event_type type, item_reader& reader, fact_body& fact) {
  auto& event = fact.emplace<conversion_event>();
  event.source = reader.request().source;
  event.external_id = std::move(common.external_id);
  event.type = std::move(type.name);
  event.outcome = type.outcome;
  if (event.type != common.name) event.original_type = common.name;
  event.occurred_at = common.time.at;
  event.timed_by_receipt = common.time.by_receipt;
  event.event_id = reader.text(in.get<"event_id">());
  event.event_name = std::move(common.name);
  event.url = std::move(common.url);
  auto given = read_event_data(in.get<"data">(), {}, reader, event);
  event.clicked_at = common.who.clicked_at;
  event.context = landing_context(std::move(given), common.who, event.url, reader.channels());
  keep_user_agent(in.get<"user_agent">(), reader.request().header("user-agent"), event);
  event.identifiers = std::move(common.who.identifiers);
}

/// A page view that tells how the visitor came.
void read_landing(const web_fields& in, web_event common, campaign_context context, std::string metadata,
                  item_reader& reader, fact_body& fact) {
  auto& touch = fact.emplace<touch_event>();
  touch.source = reader.request().source;
  touch.external_id = std::move(common.external_id);
  touch.occurred_at = common.time.at;
  touch.timed_by_receipt = common.time.by_receipt;
  touch.url = std::move(common.url);
  touch.context = std::move(context);
  touch.identifiers = std::move(common.who.identifiers);
  touch.user_agent = reader.text(in.get<"user_agent">());
  if (touch.user_agent.empty()) touch.user_agent = reader.request().header("user-agent");
  touch.metadata = std::move(metadata);
}

void read_page_view(const web_fields& in, web_event common, event_type type, item_reader& reader, fact_body& fact) {
  // A cookie remembers an earlier click; only a click that is in the URL happened now.
  auto who = common.who;
  who.click_id.clear();
  who.network_channel.clear();
  conversion_event data;
  auto context =
      landing_context(read_event_data(in.get<"data">(), {}, reader, data), who, common.url, reader.channels());
  add_referral(context, common.url, reader.text(in.get<"referrer">()), reader.channels());
  if (context == campaign_context{}) return read_outcome(in, std::move(common), std::move(type), reader, fact);
  common.who = std::move(who);
  read_landing(in, std::move(common), std::move(context), std::move(data.metadata), reader, fact);
}

void read_web_event(json_value object, item_reader& reader, fact_body& fact) {
  const web_fields in(object);
  auto common = read_common(in, object, reader);
  if (common.name == identify) return read_identity(std::move(common), reader, fact);
  auto type = classify_event(common.name);
  if (type.name == page_view) return read_page_view(in, std::move(common), std::move(type), reader, fact);
  read_outcome(in, std::move(common), std::move(type), reader, fact);
}

/// *event* with the members of *envelope* that it lacks, so that it means the same alone.
std::string self_contained(json_value event, json_value envelope) {
  std::string out;
  const auto add = [&](json_value member) {
    out.push_back(out.empty() ? '{' : ',');
    append_member(out, member);
  };
  for (const json_value member : event) add(member);
  for (const std::string_view name : {"id", "sent", "url", "referrer", "fbp", "fbc", "user", "user_agent"})
    if (const auto member = envelope.find(name); member && !event.find(name)) add(member);
  return out.empty() ? "{}" : out + "}";
}

result<void> read_body_item(const payload& in, json_value value, const std::string& place, parsed& items) {
  const auto events = value.is(json_kind::object) ? value.find("events") : json_value();
  if (!events.is(json_kind::array)) {
    read_item(in, value, place, read_web_event, items);
    return {};
  }
  if (std::distance(events.begin(), events.end()) > most_events)
    return fail("too-many-items", "'events' may hold " + std::to_string(most_events) + " events; send several requests",
                place + "/events");
  std::size_t index = 0;
  for (const json_value event : events) {
    auto at = place + "/events/" + std::to_string(index++);
    if (event.is(json_kind::object) && !event.duplicate_key())
      read_text_item(in, self_contained(event, value), std::move(at), read_web_event, items);
    else
      read_item(in, event, std::move(at), read_web_event, items);
  }
  return {};
}

}  // namespace

result<parsed> parse_web(const payload& in) {
  parsed items;
  const auto done = each_value(
      in, items, [&](json_value value, const std::string& place) { return read_body_item(in, value, place, items); });
  return done ? result<parsed>(std::move(items)) : done.error();
}

}  // namespace hub::sources
