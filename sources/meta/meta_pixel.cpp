#include "sources/meta/meta_pixel.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "domain/sha256.hpp"
#include "domain/text.hpp"
#include "sources/client_clock.hpp"
#include "sources/event_data.hpp"
#include "sources/identifiers.hpp"
#include "sources/item_loop.hpp"
#include "sources/json_write.hpp"
#include "sources/landing.hpp"
#include "sources/meta/meta_fields.hpp"
#include "sources/meta/pixel_beacon.hpp"
#include "sources/redact.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t most_past_clicks = 5;  // the pixel remembers no more

using pixel_fields = field_values<field_names<"id", "ev", "eid", "ts", "ts_sent", "dl", "rl", "cd", "ud", "udff", "aud",
                                              "audff", "fbp", "fbc", "fbcs", "dpo", "dpoco", "dpost">>;
using user_fields = field_values<field_names<"em", "ph", "external_id">>;

/// The text of *field*, or the first of a list: `eid[]` is one.
std::string first_text(json_value field, item_reader& reader) {
  std::string first;
  each_text(field, reader, [&](auto t) {
    if (first.empty()) first = without_emails(t);
  });
  return first;
}

/// The person by the pixel's groups of hashed fields, the most explicit one first; `aud` mostly repeats `ud`. The masked
/// shapes of what was typed (`cud`, `ncud`) name nobody.
person read_user(const pixel_fields& in, item_reader& reader) {
  json_value em, ph, external_id;
  for (const json_value group : {in.get<"ud">(), in.get<"udff">(), in.get<"aud">(), in.get<"audff">()}) {
    const user_fields user(object_member(group, reader));
    em = first_given(em, user.get<"em">());
    ph = first_given(ph, user.get<"ph">());
    external_id = first_given(external_id, user.get<"external_id">());
  }
  person who;
  reader.enter("ud");
  add_meta_person(em, ph, external_id, phone_trust::evidence, reader, who);
  reader.enter("");
  add_meta_cookies(in.get<"fbp">(), in.get<"fbc">(), {}, reader, who);
  return who;
}

/// An event without an id of its own: sent again it has the same browser, name and time. A browser that keeps no cookies
/// is told by everything that the event says, in which `ts` leans on the receipt where the browser said another.
std::string id_without_eid(const pixel_fields& in, json_value object, item_reader& reader,
                           const conversion_event& event) {
  const bool moved = !blank(in.get<"ts_sent">());
  const auto sent = reader.raw_text(moved ? in.get<"ts_sent">() : in.get<"ts">());
  const auto browser = parse_fbp(reader.raw_text(in.get<"fbp">()));
  std::string said;
  if (!sent.empty() && !browser.empty()) {
    said = event.dataset + "\n" + event.event_name + "\n" + browser + "\n" + std::string(sent);
  } else if (moved) {
    for (const json_value member : object)
      if (member.key() != "ts") append_member(said, member);
  } else {
    return derived_id(event.source, object);
  }
  return sha256_hex(event.source, said);
}

/// The clicks that the browser remembers from before this event's, as touches of their own. They carry the browser alone,
/// which the event links with the person, so that a click is the same fact whichever event tells of it.
void add_past_clicks(const pixel_fields& in, const conversion_event& event, item_reader& reader) {
  const auto browser = parse_fbp(reader.raw_text(in.get<"fbp">()));
  auto queue = reader.raw_text(in.get<"fbcs">());
  for (std::size_t n = 0; n < most_past_clicks && !queue.empty(); ++n) {
    const auto comma = std::min(queue.find(','), queue.size());
    const auto click = parse_fbc(queue.substr(0, comma));
    queue.remove_prefix(std::min(comma + 1, queue.size()));
    if (!click || click->click_id == event.context.click_id) continue;
    touch_event touch;
    touch.source = event.source;
    touch.external_id = "fbcs/" + click->click_id + (browser.empty() ? "" : "/" + browser);
    const bool known = click->clicked_at && *click->clicked_at < event.occurred_at;
    touch.occurred_at = known ? *click->clicked_at : event.occurred_at;
    touch.timed_by_receipt = !known && event.timed_by_receipt;
    if (browser.empty()) touch.identifiers = event.identifiers;
    add_identifier(touch.identifiers, identifier_kind::fbp, browser);
    add_identifier(touch.identifiers, identifier_kind::fbclid, click->click_id);
    order_identifiers(touch.identifiers);
    touch.context.channel = "Paid Social";
    touch.context.click_id = click->click_id;
    reader.companions.emplace_back(std::move(touch));
  }
}

void read_pixel_event(json_value object, item_reader& reader, fact_body& fact) {
  const pixel_fields in(object);
  auto& event = fact.emplace<conversion_event>();
  event.source = reader.request().source;
  event.dataset = first_text(in.get<"id">(), reader);
  if (reader.require(in.get<"ev">(), "ev", "what happened, for example Purchase")) {
    auto name = reader.text(in.get<"ev">());
    const auto& left_out = reader.request().settings->meta_pixel.ignored_events;
    if (std::find(left_out.begin(), left_out.end(), name) != left_out.end())
      return reader.ignore("event-ignored", name + " is an automatic event of the pixel that the settings leave out");
    name_meta_event(std::move(name), first_text(in.get<"eid">(), reader), event);
  }
  event.occurred_at = whole_second(reader.unix_time(in.get<"ts">()).value_or(reader.request().received_at));
  event.timed_by_receipt = blank(in.get<"ts">()) || in.get<"ts_sent">();
  event.url = reader.text(in.get<"dl">());
  auto who = read_user(in, reader);
  const json_value kept[] = {in.get<"rl">(), in.get<"dpo">(), in.get<"dpoco">(), in.get<"dpost">()};
  auto given = read_event_data(in.get<"cd">(), kept, reader, event);
  finish_meta_event(std::move(given), std::move(who), reader.channels(), event);
  keep_user_agent({}, reader.request().header("user-agent"), event);
  if (event.external_id.empty()) event.external_id = id_without_eid(in, object, reader, event);
  add_past_clicks(in, event, reader);
}

bool is_json(const payload& in) {
  const auto body = trim(in.body);
  const bool named = !body.empty() && lower_ascii(in.content_type).find("json") != std::string::npos;
  return named || body.starts_with('{') || body.starts_with('[');
}

void read_pixel_item(const payload& in, json_value value, std::string place, parsed& items) {
  const auto grouped = grouped_json(value);
  if (grouped.empty()) return read_item(in, value, std::move(place), read_pixel_event, items);
  read_text_item(in, grouped, std::move(place), read_pixel_event, items);
}

result<parsed> read_json(const payload& in) {
  parsed items;
  const auto done = each_value(in, items, [&](json_value value, std::string place) -> result<void> {
    read_pixel_item(in, value, std::move(place), items);
    return {};
  });
  return done ? result<parsed>(std::move(items)) : done.error();
}

}  // namespace

result<parsed> parse_meta_pixel(const payload& in) {
  if (is_json(in)) return read_json(in);
  const auto beacon = beacon_json(in);
  if (beacon.empty()) return fail("body-empty", "the request holds no parameter; a beacon has at least id and ev");
  parsed items;
  read_text_item(in, beacon, {}, read_pixel_event, items);
  return items;
}

}  // namespace hub::sources
