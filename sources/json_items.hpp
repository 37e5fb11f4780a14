// A request body as a list of items: one object, an array of them, or NDJSON (objects one after another, a line each).
// In an array one bad byte spoils the body; in NDJSON a bad line is one bad item.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "sources/json_document.hpp"

namespace hub::sources {

/// One item of a body: its value, or what is wrong with a line that is no JSON.
struct body_item {
  json_value value;               ///< nothing when the line is no JSON
  std::optional<error> problem;   ///< set when the line is no JSON
  std::string_view line;          ///< the text of such a line
  std::optional<std::size_t> at;  ///< position among the items; nothing when the body itself is the item
};

/// Cuts a body into its items, one after another.
class item_cursor {
 public:
  /// @param content_type a media type that names ndjson, jsonl or json-seq decides for NDJSON where the text is unclear
  item_cursor(json_document& document, std::string_view body, std::string_view content_type);

  /// The next item, whose value lives until the next call, or nothing at the end. Errors mean the whole body:
  /// `body-empty`, `json-malformed`, `body-not-object-or-array`.
  result<std::optional<body_item>> next();

 private:
  enum class layout { unknown, array, lines, done };
  using step = result<std::optional<body_item>>;

  step first();
  step array_element();
  step line();
  bool line_follows() const;
  bool some_line_is_object() const;
  void skip_blank();

  json_document& document_;
  std::string_view body_;
  std::string_view content_type_;
  layout layout_ = layout::unknown;
  std::size_t offset_ = 0;
  std::size_t index_ = 0;
};

}  // namespace hub::sources
