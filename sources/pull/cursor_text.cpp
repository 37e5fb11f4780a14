#include "sources/pull/cursor_text.hpp"

#include <charconv>

#include "sources/json_write.hpp"

namespace hub::sources {

void cursor_writer::name(std::string_view name) {
  if (text_.size() > 1) text_.push_back(',');
  append_json_string(text_, name);
  text_.push_back(':');
}

cursor_writer& cursor_writer::add(std::string_view name, std::int64_t value) {
  this->name(name);
  text_.append(std::to_string(value));
  return *this;
}

cursor_writer& cursor_writer::add(std::string_view name, std::string_view value) {
  this->name(name);
  append_json_string(text_, value);
  return *this;
}

result<void> cursor_reader::open(std::string_view text) {
  const auto read = document_.parse(text);
  if (!read || !read->is(json_kind::object))
    return fail("cursor-unreadable", "the stored cursor is no JSON object; start a backfill, which begins a new one");
  object_ = *read;
  return {};
}

void cursor_reader::read(std::string_view name, std::int64_t& value) const {
  const auto field = object_.find(name);
  if (!field.is(json_kind::number)) return;
  std::int64_t found = 0;
  const auto text = field.text();
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), found);
  if (fault == std::errc() && end == text.data() + text.size()) value = found;
}

void cursor_reader::read(std::string_view name, bool& value) const {
  std::int64_t number = value ? 1 : 0;
  read(name, number);
  value = number != 0;
}

void cursor_reader::read(std::string_view name, std::string& value) const {
  const auto field = object_.find(name);
  if (field.is(json_kind::string)) value = std::string(field.text());
}

}  // namespace hub::sources
