#include "net/path_pattern.hpp"

#include <algorithm>
#include <cassert>

#include "net/ascii.hpp"

namespace hub::net {

path_pattern::path_pattern(std::string_view pattern) : text_(pattern) {
  for (const auto each : path_segments(pattern)) segments_.push_back(parse_segment(each));
  for (const auto& each : segments_)
    for (const auto& stretch : each)
      if (!stretch.capture) literal_length_ += stretch.text.size();
}

path_pattern::segment path_pattern::parse_segment(std::string_view text) {
  constexpr std::string_view digits = ":digits";
  segment parts;
  while (!text.empty()) {
    const auto open = text.find('{');
    if (open != 0) {
      parts.push_back({std::string(text.substr(0, open))});
      text.remove_prefix(std::min(open, text.size()));
      continue;
    }
    const auto close = text.find('}');
    assert(close != text.npos && "a pattern's brace is not closed");
    auto name = text.substr(1, close - 1);
    const bool digits_only = name.ends_with(digits);
    if (digits_only) name.remove_suffix(digits.size());
    parts.push_back({std::string(name), true, digits_only});
    text.remove_prefix(close + 1);
  }
  return parts;
}

bool path_pattern::match_parts(const segment& parts, std::size_t at, std::string_view text, captures& found) {
  if (at == parts.size()) return text.empty();
  const auto& here = parts[at];
  if (!here.capture)
    return text.starts_with(here.text) && match_parts(parts, at + 1, text.substr(here.text.size()), found);
  const bool last = at + 1 == parts.size();
  for (std::size_t length = 1; length <= text.size(); ++length) {
    if (here.digits_only && !is_digit(text[length - 1])) return false;
    if (last && !here.digits_only) length = text.size();
    found.emplace_back(here.text, text.substr(0, length));
    if (match_parts(parts, at + 1, text.substr(length), found)) return true;
    found.pop_back();
  }
  return false;
}

std::optional<path_values> path_pattern::match(const std::vector<std::string>& segments) const {
  if (segments.size() != segments_.size()) return std::nullopt;
  captures found;
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (!match_parts(segments_[i], 0, segments[i], found)) return std::nullopt;
  return path_values(std::move(found));
}

std::string path_pattern::filled_like(const std::vector<std::string>& segments) const {
  std::string out;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    out += '/';
    const bool whole_capture = segments_[i].size() == 1 && segments_[i].front().capture;
    if (whole_capture && i < segments.size() && !segments[i].empty()) {
      out += segments[i];
      continue;
    }
    for (const auto& stretch : segments_[i]) out += stretch.capture ? '{' + stretch.text + '}' : stretch.text;
  }
  return out;
}

std::vector<std::string_view> path_segments(std::string_view path) {
  assert(path.starts_with('/'));
  std::vector<std::string_view> out;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = path.find('/');
    out.push_back(path.substr(0, end));
    path = end == path.npos ? std::string_view() : path.substr(end);
  }
  return out;
}

}  // namespace hub::net
