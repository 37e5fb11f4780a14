#include "app/payload_reader.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "domain/text.hpp"

namespace hub::app {
namespace {

constexpr std::size_t lines_at_once = 1000;
constexpr std::size_t bytes_at_once = 4 * 1024 * 1024;  // half of what a hub takes at its defaults

/// Whether *line* is a whole object, so that what follows it are items of their own.
bool is_item(std::string_view line) {
  boost::system::error_code broken;
  const auto value = boost::json::parse({line.data(), line.size()}, broken);
  return !broken && value.is_object();
}

}  // namespace

result<bool> payload_reader::more() {
  if (ended_) return false;
  auto got = file_.read(text_);
  if (got && !*got) ended_ = true;
  return got;
}

result<std::optional<payload>> payload_reader::next() {
  while (!by_line_) {
    const auto end = text_.find('\n');
    if (end == text_.npos) {
      const auto got = more();
      if (!got) return got.error();
      if (!*got) by_line_ = false;
      continue;
    }
    // The first line that is not blank tells; a document may begin on any line.
    if (!trim(std::string_view(text_).substr(0, end)).empty()) {
      by_line_ = is_item(std::string_view(text_).substr(0, end));
    } else {
      text_.erase(0, end + 1);
      ++line_;
    }
  }
  return *by_line_ ? lines() : document();
}

result<std::optional<payload>> payload_reader::document() {
  for (;;) {
    const auto got = more();
    if (!got) return got.error();
    if (!*got) break;
  }
  if (trim(text_).empty()) return std::optional<payload>();
  payload whole;
  whole.body.swap(text_);
  return std::optional(std::move(whole));
}

result<std::optional<payload>> payload_reader::lines() {
  payload part;
  std::size_t at = 0;
  while (part.lines.size() < lines_at_once && part.body.size() < bytes_at_once) {
    auto end = text_.find('\n', at);
    if (end == text_.npos) {
      const auto got = more();
      if (!got) return got.error();
      if (*got) continue;
      if (at == text_.size()) break;
      end = text_.size();
    }
    if (const auto line = trim(std::string_view(text_).substr(at, end - at)); !line.empty()) {
      part.body.append(line).append("\n");
      part.lines.push_back(line_);
    }
    ++line_;
    at = std::min(end + 1, text_.size());
  }
  text_.erase(0, at);
  if (part.lines.empty()) return std::optional<payload>();
  return std::optional(std::move(part));
}

}  // namespace hub::app
