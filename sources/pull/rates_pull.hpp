// The European Central Bank's reference rates: which of its three files closes the gap, and when to look again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sources/pull/pull.hpp"

namespace hub::sources {

struct rates_pull_settings {
  std::string base_url = "https://www.ecb.europa.eu/stats/eurofxref";
  std::string daily = "/eurofxref-daily.xml";
  std::string last_90_days = "/eurofxref-hist-90d.xml";
  std::string history = "/eurofxref-hist.xml";
};

/// Where a pull stands: the last day of which rates are known; 0: none.
struct rates_cursor {
  std::int32_t last_day = 0;

  friend bool operator==(const rates_cursor&, const rates_cursor&) = default;
};
std::string to_text(const rates_cursor& cursor);
/// Empty text is the beginning. Error: `cursor-unreadable`.
result<rates_cursor> rates_cursor_of(std::string_view text);

/// The smallest of the files that leaves no working day out between *last_day* and *today*.
std::string_view rates_file(const rates_pull_settings& settings, std::int32_t last_day, std::int32_t today);

/// One run: one file.
class rates_pull {
 public:
  rates_pull(rates_pull_settings settings, rates_cursor cursor);

  pull_step first(instant now);
  pull_step next(const fetch_answer& answer);

 private:
  pull_step again(judgement why) const;

  rates_pull_settings settings_;
  rates_cursor cursor_;
  fetch_request request_;
};

}  // namespace hub::sources
