// One path pattern of the route table and how a request path matches it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hub::net {

/// What the `{name}` places of a pattern captured, percent-decoded.
class path_values {
 public:
  path_values() = default;
  explicit path_values(std::vector<std::pair<std::string, std::string>> values) : values_(std::move(values)) {}

  /// The captured text, or empty for a name the pattern does not have.
  std::string_view operator[](std::string_view name) const {
    for (const auto& [key, value] : values_)
      if (key == name) return value;
    return {};
  }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

/// A pattern such as `/v1/conversions/{id}`, `/v{version:digits}.0/{dataset_id}/events` or `/v1/export/{what}.csv`.
/// `{name}` captures one or more characters other than `/`; `{name:digits}` captures decimal digits only. The shortest
/// capture that makes the segment match wins.
class path_pattern {
 public:
  explicit path_pattern(std::string_view pattern);

  /// The captured values when *segments* (of a path, decoded) match.
  std::optional<path_values> match(const std::vector<std::string>& segments) const;

  const std::string& text() const { return text_; }
  /// How many characters of the pattern are literal: of two patterns that match, the more literal one is meant.
  std::size_t literal_length() const { return literal_length_; }
  /// The pattern with its captures filled from *segments* where they stand at the same place; for hints.
  std::string filled_like(const std::vector<std::string>& segments) const;

 private:
  /// A stretch of a segment: literal text, or a capture.
  struct part {
    std::string text;  ///< the literal, or the capture's name
    bool capture = false;
    bool digits_only = false;
  };
  using segment = std::vector<part>;
  using captures = std::vector<std::pair<std::string, std::string>>;
  static segment parse_segment(std::string_view text);
  static bool match_parts(const segment& parts, std::size_t at, std::string_view text, captures& found);

  std::string text_;
  std::vector<segment> segments_;
  std::size_t literal_length_ = 0;
};

/// `/a/b%20c/` as `{"a", "b%20c", ""}`: what stands between the slashes, as sent.
/// @pre *path* begins with `/`
std::vector<std::string_view> path_segments(std::string_view path);

}  // namespace hub::net
