// Writes JSON text by appending to one string: no tree, no copies, so that an answer of a million rows costs what its
// bytes cost. The caller is trusted to open and close in order (asserted); every text is escaped here.
#pragma once

#include <cassert>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hub::net {

/// Appends *text* to *out* as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Appends the shortest decimal that reads back as *number*.
/// @pre *number* is finite; JSON has no word for the others (a release build writes `null`)
void append_json_number(std::string& out, double number);

/// An append-only JSON text. Commas are its business; `key` comes before each value of an object.
class json_writer {
 public:
  json_writer& begin_object() { return open('{'); }
  json_writer& end_object() { return close('}'); }
  json_writer& begin_array() { return open('['); }
  json_writer& end_array() { return close(']'); }

  json_writer& key(std::string_view name) {
    separate();
    append_json_string(text_, name);
    text_ += ':';
    needs_comma_ = false;
    return *this;
  }

  json_writer& value(std::string_view text) {
    separate();
    append_json_string(text_, text);
    return done();
  }
  json_writer& value(const std::string& text) { return value(std::string_view(text)); }
  json_writer& value(const char* text) { return value(std::string_view(text)); }
  json_writer& value(std::nullptr_t) { return raw("null"); }
  json_writer& value(double number) {
    separate();
    append_json_number(text_, number);
    return done();
  }
  template <std::integral T>
  json_writer& value(T number) {
    if constexpr (std::same_as<T, bool>) {
      return raw(number ? "true" : "false");
    } else {
      char digits[24];
      const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
      return raw({digits, static_cast<std::size_t>(end - digits)});
    }
  }
  /// The value, or `null` when there is none.
  template <class T>
  json_writer& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : value(nullptr);
  }

  /// A value that is JSON text already.
  json_writer& raw(std::string_view json) {
    separate();
    text_ += json;
    return done();
  }

  /// `key` and `value` in one.
  template <class T>
  json_writer& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  /// Ends a line of NDJSON, or a document. @pre everything opened is closed
  json_writer& end_line() {
    assert(depth_ == 0);
    text_ += '\n';
    needs_comma_ = false;
    return *this;
  }

  const std::string& text() const { return text_; }
  /// Gives away what was written since the last `take`; nesting goes on, so a long answer can leave in pieces.
  std::string take() { return std::exchange(text_, {}); }

 private:
  void separate() {
    if (needs_comma_) text_ += ',';
  }
  json_writer& done() {
    needs_comma_ = true;
    return *this;
  }
  json_writer& open(char bracket) {
    separate();
    text_ += bracket;
    needs_comma_ = false;
    ++depth_;
    return *this;
  }
  json_writer& close(char bracket) {
    assert(depth_ > 0);
    --depth_;
    text_ += bracket;
    return done();
  }

  std::string text_;
  int depth_ = 0;
  bool needs_comma_ = false;
};

}  // namespace hub::net
