#include "sources/json_items.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace hub::sources {
namespace {

constexpr std::string_view blank = " \t\r\n";

std::string_view line_at(std::string_view body, std::size_t begin) {
  auto line = body.substr(begin, body.find('\n', begin) - begin);
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool names_lines(std::string_view content_type) {
  const auto has = [&](std::string_view word) { return content_type.find(word) != std::string_view::npos; };
  return has("ndjson") || has("jsonl") || has("json-seq");
}

error array_error(std::size_t offset) {
  return fail("json-malformed", "not JSON at byte " + std::to_string(offset) +
                                    ": a comma or the end of the array belongs there; correct it and send it again");
}

/// *e* of a line that begins at byte *begin* of the body, its place counted from there.
error within_line(error e, std::size_t begin) {
  constexpr std::string_view place = "not JSON at byte ";
  if (!e.detail.starts_with(place)) return e;
  std::size_t at = 0;
  const auto* const number = e.detail.data() + place.size();
  const auto read = std::from_chars(number, e.detail.data() + e.detail.size(), at);
  if (read.ec != std::errc() || at < begin) return e;
  e.detail.replace(place.size(), static_cast<std::size_t>(read.ptr - number),
                   std::to_string(at - begin) + " of the line");
  return e;
}

error no_container() {
  return fail("body-not-object-or-array",
              "the body is a single JSON value; send an object, an array of objects, or one object a line (NDJSON)");
}

}  // namespace

item_cursor::item_cursor(json_document& document, std::string_view body, std::string_view content_type)
    : document_(document), body_(body), content_type_(content_type) {
  if (body_.starts_with("\xef\xbb\xbf")) offset_ = 3;
  document_.open(body_);
}

result<std::optional<body_item>> item_cursor::next() {
  switch (layout_) {
    case layout::unknown: return first();
    case layout::array: return array_element();
    case layout::lines: return line();
    case layout::done: break;
  }
  return std::optional<body_item>();
}

item_cursor::step item_cursor::first() {
  skip_blank();
  if (offset_ == body_.size()) return fail("body-empty", "the body is empty; send a JSON object, an array or NDJSON");
  if (body_[offset_] == '[') {
    layout_ = layout::array;
    ++offset_;
    return array_element();
  }
  std::size_t end = offset_;
  const auto value = document_.parse_value(end);
  const bool whole = value && end == body_.size();
  if (whole && !names_lines(content_type_)) {
    layout_ = layout::done;
    if (!value->is(json_kind::object)) return no_container();
    return body_item{*value, {}, {}, {}};
  }
  if (!value && !names_lines(content_type_) && !some_line_is_object()) return value.error();
  layout_ = layout::lines;
  return line();
}

item_cursor::step item_cursor::array_element() {
  skip_blank();
  const auto at = [&] { return offset_ < body_.size() ? body_[offset_] : '\0'; };
  if (at() == ']') {
    ++offset_;
    skip_blank();
    layout_ = layout::done;
    if (offset_ != body_.size()) return array_error(offset_);
    return std::optional<body_item>();
  }
  if (index_ > 0) {
    if (at() != ',') return array_error(offset_);
    ++offset_;
  }
  const auto value = document_.parse_value(offset_);
  if (!value) return value.error();
  return body_item{*value, {}, {}, index_++};
}

item_cursor::step item_cursor::line() {
  skip_blank();
  if (offset_ == body_.size()) return std::optional<body_item>();
  const std::size_t begin = offset_;
  auto value = document_.parse_value(offset_);
  if (value && line_follows()) return body_item{*value, {}, {}, index_++};
  if (value) value = fail("json-malformed", "more than one value on the line; put each object on a line of its own");
  const auto text = line_at(body_, begin);
  if (offset_ > begin + text.size() && !value)
    value = fail("json-malformed", "not JSON at byte " + std::to_string(begin + text.size()) +
                                       ": the line ends before its value does; put each object on one line");
  offset_ = std::min(body_.find('\n', begin), body_.size());
  return body_item{json_value(), within_line(value.error(), begin), text, index_++};
}

/// Whether the value that was just read is the last thing on its line.
bool item_cursor::line_follows() const {
  const auto last = body_.find_last_not_of(blank, offset_ - 1);
  return offset_ == body_.size() || body_.substr(last, offset_ - last).find('\n') != std::string_view::npos;
}

/// Whether a line after the first is an object by itself, so that the body is NDJSON with a bad first line.
bool item_cursor::some_line_is_object() const {
  json_document other;
  for (auto begin = body_.find('\n'); begin != std::string_view::npos; begin = body_.find('\n', begin + 1)) {
    const auto text = line_at(body_, begin + 1);
    if (text.starts_with('{') && other.parse(text)) return true;
  }
  return false;
}

void item_cursor::skip_blank() { offset_ = std::min(body_.find_first_not_of(blank, offset_), body_.size()); }

}  // namespace hub::sources
