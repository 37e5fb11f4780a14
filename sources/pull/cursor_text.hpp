// Cursors as JSON objects of one level: written field by field, read by name. What is absent keeps its default.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "sources/json_document.hpp"

namespace hub::sources {

/// Writes `{"since":1,"id":"x"}`; fields at their default may be left out by the caller.
class cursor_writer {
 public:
  cursor_writer& add(std::string_view name, std::int64_t value);
  cursor_writer& add(std::string_view name, std::string_view value);
  cursor_writer& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
  cursor_writer& add(std::string_view name, bool value) { return add(name, static_cast<std::int64_t>(value)); }
  std::string text() const { return text_ + "}"; }

 private:
  void name(std::string_view name);
  std::string text_ = "{";
};

/// Reads what cursor_writer wrote.
class cursor_reader {
 public:
  /// Error: `cursor-unreadable`.
  result<void> open(std::string_view text);
  void read(std::string_view name, std::int64_t& value) const;
  void read(std::string_view name, bool& value) const;
  void read(std::string_view name, std::string& value) const;

 private:
  json_document document_;
  json_value object_;
};

}  // namespace hub::sources
