#include "sources/pull/hubspot_answers.hpp"

#include <algorithm>
#include <charconv>

#include "domain/time.hpp"
#include "sources/json_write.hpp"
#include "sources/pull/hubspot_queries.hpp"

namespace hub::sources {
namespace {

constexpr instant ms_us = 1000;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// RFC 3339 or Unix milliseconds.
std::optional<std::int64_t> time_ms(std::string_view text) {
  if (const auto ms = whole_number(text)) return ms;
  const auto at = parse_instant(text);
  return at ? std::optional(*at / ms_us) : std::nullopt;
}

bool is_id(std::string_view id) {
  constexpr std::size_t longest = 20;
  return !id.empty() && id.size() <= longest &&
         std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool holds(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// Whether an error of the answer says that a deal has no contacts, and of which deals.
std::vector<std::string> deals_without_contacts(json_value body) {
  std::vector<std::string> ids;
  const auto errors = body.find("errors");
  if (!errors.is(json_kind::array)) return ids;
  for (const json_value each : errors) {
    if (!each.is(json_kind::object)) continue;
    if (member_text(each, "subCategory").find("NO_ASSOCIATIONS_FOUND") == std::string_view::npos) continue;
    const auto context = each.find("context");
    const auto from = context.is(json_kind::object) ? context.find("fromObjectId") : json_value();
    if (!from.is(json_kind::array)) continue;
    for (const json_value id : from)
      if (id.is(json_kind::string) || id.is(json_kind::number)) ids.emplace_back(id.text());
  }
  return ids;
}

}  // namespace

judgement unreadable(std::string_view what) {
  return broken("answer-unreadable", "HubSpot's answer is not what was asked for: " + std::string(what));
}

bool id_less(std::string_view a, std::string_view b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

std::string_view member_text(json_value object, std::string_view name) {
  const auto member = object.is(json_kind::object) ? object.find(name) : json_value();
  return member.is(json_kind::string) || member.is(json_kind::number) ? member.text() : std::string_view();
}

std::optional<std::vector<json_value>> results_of(json_value body) {
  const auto results = body.is(json_kind::object) ? body.find("results") : json_value();
  if (!results.is(json_kind::array)) return std::nullopt;
  return std::vector<json_value>(results.begin(), results.end());
}

result<found_deals> read_found_deals(json_value body) {
  const auto results = results_of(body);
  const auto total = whole_number(member_text(body, "total"));
  if (!results || !total) return fail("answer-unreadable", "HubSpot's answer to a search has no 'total' or 'results'");
  found_deals found;
  found.total = *total;
  found.given = results->size();
  for (const json_value row : *results) {
    const auto id = member_text(row, "id");
    const auto properties = row.is(json_kind::object) ? row.find("properties") : json_value();
    auto changed = time_ms(member_text(properties, "hs_lastmodifieddate"));
    if (!changed) changed = time_ms(member_text(row, "updatedAt"));
    if (is_id(id) && changed) {
      found.rows.push_back({std::string(id), *changed});
    } else {
      append_json(found.rejected.emplace_back(), row);
    }
  }
  return found;
}

result<void> check_found(const found_deals& found, const hubspot_cursor& cursor) {
  auto time = cursor.since;
  std::string_view id = cursor.past_id;
  for (const auto& row : found.rows) {
    const bool in_place =
        cursor.crowded ? row.changed_ms == cursor.since && id_less(id, row.id) : row.changed_ms >= time;
    if (!in_place) return fail("search-unsorted", "HubSpot's search gave deals that were not asked for, or unsorted");
    time = row.changed_ms;
    id = row.id;
  }
  if (found.given < hubspot_search_limit && found.total > static_cast<std::int64_t>(found.given))
    return fail("search-short", "HubSpot's search counts " + std::to_string(found.total) + " deals and gives " +
                                    std::to_string(found.given));
  if (found.rows.empty() && found.given == hubspot_search_limit)
    return fail("search-unsorted", "HubSpot's search gave a page in which no row names a deal and its time");
  return {};
}

std::vector<deal_links> read_deal_links(json_value body, const std::vector<json_value>& results) {
  std::vector<deal_links> links;
  for (const json_value each : results) {
    const auto from = each.is(json_kind::object) ? each.find("from") : json_value();
    const auto to = each.is(json_kind::object) ? each.find("to") : json_value();
    const auto deal = member_text(from, "id");
    if (!is_id(deal)) continue;
    auto& link = links.emplace_back(deal_links{std::string(deal), {}});
    if (!to.is(json_kind::array)) continue;
    for (const json_value other : to) {
      auto id = member_text(other, "toObjectId");
      if (id.empty()) id = member_text(other, "id");
      if (is_id(id)) link.contacts.emplace_back(id);
    }
    std::sort(link.contacts.begin(), link.contacts.end(), id_less);
    link.contacts.erase(std::unique(link.contacts.begin(), link.contacts.end()), link.contacts.end());
    if (link.contacts.size() > hubspot_people_limit) link.contacts.resize(hubspot_people_limit);
  }
  for (auto& deal : deals_without_contacts(body)) links.push_back({std::move(deal), {}});
  return links;
}

void learn_stages(const std::vector<json_value>& pipelines, hubspot_settings& settings) {
  for (const json_value pipeline : pipelines) {
    const auto stages = pipeline.is(json_kind::object) ? pipeline.find("stages") : json_value();
    if (!stages.is(json_kind::array)) continue;
    for (const json_value stage : stages) {
      const std::string id(member_text(stage, "id"));
      if (id.empty() || holds(settings.won_stages, id) || holds(settings.lost_stages, id)) continue;
      const auto metadata = stage.find("metadata");
      if (!metadata.is(json_kind::object)) continue;
      const auto closed = metadata.find("isClosed");
      const auto probability = member_text(metadata, "probability");
      const bool is_closed = closed && (closed.is(json_kind::boolean) ? closed.truth() : closed.text() == "true");
      const bool certain = probability == "1" || probability.starts_with("1.0");
      auto& list = !is_closed ? settings.open_stages : certain ? settings.won_stages : settings.lost_stages;
      if (!holds(list, id)) list.push_back(id);
    }
  }
}

std::string object_with(json_value object, std::string_view type, const std::vector<std::string>* contacts) {
  std::string out = "{\"objectTypeId\":";
  append_json_string(out, type);
  for (const json_value member : object) {
    if (member.key() == "objectTypeId" || (contacts != nullptr && member.key() == "associations")) continue;
    out.push_back(',');
    append_json_string(out, member.key());
    out.push_back(':');
    append_json(out, member);
  }
  if (contacts != nullptr) {
    out.append(",\"associations\":{\"contacts\":{\"results\":[");
    for (std::size_t i = 0; i < contacts->size(); ++i) {
      out.append(i == 0 ? "{\"id\":" : ",{\"id\":");
      append_json_string(out, (*contacts)[i]);
      out.push_back('}');
    }
    out.append("]}}");
  }
  return out += '}';
}

}  // namespace hub::sources
