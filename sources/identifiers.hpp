// Identifiers as platforms spell them, brought to the form in which they link (domain/facts.hpp, identifier).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"

namespace hub::sources {

/// Adds an identifier unless its value is empty.
void add_identifier(std::vector<identifier>& to, identifier_kind kind, std::string value);

/// Strongest first, then by value, each once: the same identifiers are the same list.
void order_identifiers(std::vector<identifier>& identifiers);

/// The kind of a click id by its parameter name (`fbclid`, `gclid`, …); `click` for networks without a kind of their
/// own.
identifier_kind click_kind(std::string_view parameter);

/// A hashed value without the suffix that Meta's parameter builder appends (`.AQ`, `.AQQCAQMC`).
std::string_view without_appendix(std::string_view hashed);

/// What Meta's click cookie says: the click id, and when it was first seen.
struct meta_click {
  std::string click_id;
  std::optional<instant> clicked_at;
};

/// Reads `fb.<index>.<ms>.<click id>[.<appendix>]`; nothing when the text is no such cookie.
std::optional<meta_click> parse_fbc(std::string_view text);

/// Meta's browser cookie `fb.<index>.<ms>.<number>` without appendix, or empty when the text is none.
std::string parse_fbp(std::string_view text);

}  // namespace hub::sources
