#include "sources/hubspot/hubspot.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "sources/hubspot/hubspot_event.hpp"
#include "sources/hubspot/hubspot_object.hpp"
#include "sources/item_loop.hpp"
#include "sources/redact.hpp"

namespace hub::sources {
namespace {

void read_hubspot(json_value object, item_reader& reader, fact_body& fact) {
  if (object.find("subscriptionType")) return read_hubspot_event(object, reader, fact);
  if (object.find("properties")) return read_hubspot_object(object, reader, fact);
  reader.refuse("item-unknown",
                "this is neither a webhook event (with 'subscriptionType') nor a CRM object (with 'properties')", "");
}

void read_one(const payload& in, json_value value, std::string place, parsed& items) {
  read_item(in, value, std::move(place), read_hubspot, items);
}

/// A page of the API brings its objects in `results`; anything else is an item itself.
void read_page(const payload& in, json_value value, const std::string& place, parsed& items) {
  const auto results = value.find("results");
  const auto pages = std::count_if(value.begin(), value.end(), [](json_value m) { return m.key() == "results"; });
  if (!results.is(json_kind::array) || pages > 1) return read_one(in, value, place, items);
  std::size_t index = 0;
  for (const json_value object : results) read_one(in, object, place + "/results/" + std::to_string(index++), items);
}

}  // namespace

result<parsed> parse_hubspot(const payload& in) {
  parsed items;
  const auto done = each_value(in, items, [&](json_value value, std::string place) -> result<void> {
    read_page(in, value, place, items);
    return {};
  });
  if (!done) return done.error();
  for (auto& each : items.items)
    if (auto* rejected = std::get_if<rejection>(&each)) rejected->raw = redacted_hubspot(rejected->raw);
  return items;
}

std::string redacted_hubspot(std::string_view body) {
  constexpr std::string_view key = "\"propertyValue\"";
  auto text = redact(body);
  if (text.find("phone\"") == std::string::npos) return text;
  for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
    const auto colon = text.find_first_not_of(" \t\r\n", at + key.size());
    if (colon == std::string::npos || text[colon] != ':') continue;
    auto begin = text.find_first_not_of(" \t\r\n", colon + 1);
    if (begin == std::string::npos) break;
    const bool quoted = text[begin] == '"';
    begin += quoted ? 1 : 0;
    const auto end = std::min(text.find_first_of(quoted ? "\"" : ",}] \r\n", begin), text.size());
    const auto value = std::string_view(text).substr(begin, end - begin);
    const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool words = value.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:") != value.npos;
    if (digits < 5 || words) continue;
    const auto hash = redacted_phone(value);
    text.replace(begin, end - begin, quoted ? hash : "\"" + hash + "\"");
  }
  return redact(text);  // what spoilt the text may have gone with a number
}

}  // namespace hub::sources
