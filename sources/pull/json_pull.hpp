// A pull of any JSON API that lists items, by configuration alone: an address with places for the time and the page, where
// the items stand in an answer, where the next page's cursor stands, and which parser reads the items. AnyTrack's is one:
// its API is not public, so everything about it can be set.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "sources/json_document.hpp"
#include "sources/pull/pull.hpp"

namespace hub::sources {

struct json_pull_settings {
  std::string source = "anytrack";  ///< slug of the facts
  parse_function parse = nullptr;   ///< reads the items as an array
  /// `{since}`, `{until}`, `{cursor}` and `{page}` (from 1) are filled in, percent-encoded.
  std::string url = {};
  std::string method = "GET";
  std::string body = {};  ///< of a POST: JSON in which the same places are filled in as JSON strings' text
  fetch_secret secret = {};
  std::string items = "";        ///< JSON pointer of the array; empty: the answer itself
  std::string next_cursor = {};  ///< JSON pointer of the next page's cursor, or of its whole address; empty: none
  enum class time_format : std::uint8_t { rfc3339, unix_seconds, unix_ms, day };
  time_format times = time_format::rfc3339;
  instant overlap_us = hour_us;  ///< read again by each run
  instant window_us = day_us;    ///< asked for at once, so that a restart loses no more than this
  instant from = 0;              ///< where a first run begins
  source_settings sources = {};
};

/// Where a pull stands: everything before `since` was read.
struct json_cursor {
  instant since = 0;
  bool resting = false;  ///< the run was ended: the next begins an overlap earlier

  friend bool operator==(const json_cursor&, const json_cursor&) = default;
};
std::string to_text(const json_cursor& cursor);
/// Empty text is the beginning. Error: `cursor-unreadable`.
result<json_cursor> json_cursor_of(std::string_view text);

/// The value at JSON pointer *pointer* (RFC 6901) of *root*, or nothing.
json_value at_pointer(json_value root, std::string_view pointer);

/// One run.
class json_pull {
 public:
  /// @pre settings.parse is set
  json_pull(json_pull_settings settings, json_cursor cursor);

  pull_step first(instant now);
  pull_step next(const fetch_answer& answer);

 private:
  fetch_request request() const;
  std::string filled(std::string_view text, bool in_url) const;
  std::string time_text(instant at) const;
  pull_step go_on(pull_step step) const;
  pull_step again(judgement why) const;
  result<std::string> following(json_value body, std::size_t items) const;
  void end_window(pull_step& step);
  bool by_page() const;

  json_pull_settings settings_;
  json_cursor cursor_;
  instant began_at_ = 0, now_ = 0, until_ = 0;
  std::string page_cursor_;
  std::int64_t page_ = 1;
  std::set<std::string> seen_;  ///< continuations used in this window
  std::string last_items_;      ///< digest of the items of the page before
  std::int64_t count_ = 0;
  bool over_ = false;
};

}  // namespace hub::sources
