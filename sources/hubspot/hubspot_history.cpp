#include "sources/hubspot/hubspot_history.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/crm_words.hpp"
#include "sources/hubspot/hubspot_words.hpp"

namespace hub::sources {
namespace {

constexpr std::string_view merged_ids = "hs_merged_object_ids";

/// One value of a property and when it was given.
struct past_value {
  instant at = 0;
  json_value value;
};

/// The readable entries of one property's history.
std::vector<past_value> past_values(json_value history, const item_reader& reader) {
  std::vector<past_value> values;
  if (!history.is(json_kind::array)) return values;
  static const json_node none{"value", {}, 1, json_kind::null, false};
  for (const json_value entry : history) {
    if (!entry.is(json_kind::object)) continue;
    item_reader own(reader.request(), reader.place());
    const auto at = hubspot_time(entry.find("timestamp"), own);
    if (!at || !own.sound()) continue;
    const auto value = entry.find("value");
    values.push_back({*at, value ? value : json_value(&none)});
  }
  return values;
}

std::vector<std::string> ids_in(std::string_view text) {
  std::vector<std::string> ids;
  while (!text.empty()) {
    const auto end = std::min(text.find(';'), text.size());
    const auto id = text.substr(0, end);
    const bool digits = !id.empty() && id.find_first_not_of("0123456789") == id.npos;
    if (digits && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.emplace_back(id);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return ids;
}

std::string_view text_of(json_value field) {
  return field.is(json_kind::string) || field.is(json_kind::number) ? field.text() : std::string_view();
}

std::string_view kind_name(const crm_change& object) {
  return object.object == crm_object::deal ? "deal/" : "contact/";
}

}  // namespace

void read_hubspot_history(json_value with_history, const crm_change& object, std::string_view id, item_reader& reader) {
  if (!with_history.is(json_kind::object)) return;
  std::map<instant, std::vector<crm_property>> told;
  for (const json_value history : with_history)
    for (const auto& past : past_values(history, reader)) {
      item_reader own(reader.request(), reader.place());
      std::vector<crm_property> properties;
      if (!translate_property(object.object, history.key(), past.value, own, properties) || !own.sound()) continue;
      auto& at_once = told[past.at];
      std::move(properties.begin(), properties.end(), std::back_inserter(at_once));
    }
  for (auto& [at, properties] : told) {
    auto change = hubspot_change(reader, object.object, object.account, id, at);
    change.external_id = std::string(kind_name(object)) + change.record + "/history/" + format_instant(at);
    change.properties = std::move(properties);
    reader.companions.emplace_back(std::move(change));
  }
}

void read_hubspot_merges(json_value properties, json_value with_history, crm_change& object, std::string_view id,
                         item_reader& reader) {
  std::map<std::string, instant> merged;
  for (auto& other : ids_in(text_of(properties.find(merged_ids)))) merged.emplace(std::move(other), object.occurred_at);
  if (with_history.is(json_kind::object))
    for (const auto& past : past_values(with_history.find(merged_ids), reader))
      for (const auto& other : ids_in(text_of(past.value))) {
        const auto found = merged.emplace(other, past.at).first;
        found->second = std::min(found->second, past.at);
      }
  for (const auto& [other, at] : merged) {
    auto gone = hubspot_change(reader, object.object, object.account, other, at);
    if (gone.record == object.record) continue;
    gone.external_id = std::string(kind_name(object)) + std::string(id) + "/absorbed/" + other;
    gone.properties = {{std::string(crm::merged_into), object.record}};
    object.properties.push_back({crm::word(crm::absorbed, gone.record), "true"});
    reader.companions.emplace_back(std::move(gone));
  }
}

}  // namespace hub::sources
