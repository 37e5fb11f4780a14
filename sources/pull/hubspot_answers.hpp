// What HubSpot's answers say, taken out of their JSON: rows of a search, links of deals, stages of pipelines, objects.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sources/json_document.hpp"
#include "sources/pull/hubspot_cursor.hpp"
#include "sources/pull/judgement.hpp"
#include "sources/source_settings.hpp"

namespace hub::sources {

/// A deal that a search found.
struct found_deal {
  std::string id = {};
  std::int64_t changed_ms = 0;
};

struct found_deals {
  std::vector<found_deal> rows = {};
  std::vector<std::string> rejected = {};  ///< the JSON of rows without an id or a time
  std::size_t given = 0;                   ///< rows in all
  std::int64_t total = 0;                  ///< how many fit the search
};

/// Error: `answer-unreadable` when this is no answer of a search.
result<found_deals> read_found_deals(json_value body);

/// Whether the rows are what *cursor* asked for. Errors: `search-unsorted` (out of order, or not asked for),
/// `search-short` (fewer than a page though more fit).
result<void> check_found(const found_deals& found, const hubspot_cursor& cursor);

/// An answer that is not what was asked for: asked again.
judgement unreadable(std::string_view what);

/// Orders ids as numbers.
bool id_less(std::string_view a, std::string_view b);

/// A member's text, or empty when it is neither text nor number.
std::string_view member_text(json_value object, std::string_view name);

/// The elements of `results`, or nothing when there is no such array.
std::optional<std::vector<json_value>> results_of(json_value body);

struct deal_links {
  std::string deal = {};
  std::vector<std::string> contacts = {};  ///< the lowest ids, each once
};
/// Links of the answer, those without contacts among them where HubSpot says that there are none.
std::vector<deal_links> read_deal_links(json_value body, const std::vector<json_value>& results);

/// Adds every stage of the pipelines to the list it belongs to, unless the operator named it.
void learn_stages(const std::vector<json_value>& pipelines, hubspot_settings& settings);

/// *object* as JSON with its type, and with *contacts* as its associations where they are known.
std::string object_with(json_value object, std::string_view type, const std::vector<std::string>* contacts);

}  // namespace hub::sources
