// Meta's advertising costs, pulled through the Marketing API's insights: each day of each campaign, ad set and ad. Meta
// restates a day for 28 days, so every run reads the last days again, once a day all 28, and what it reads replaces what
// was there. A run: the account's currency and time zone, how long the token lasts, then windows of some days, level by level. Where Meta calls a
// window too large it is halved; a single day that is still too large becomes a report that Meta prepares.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sources/json_document.hpp"
#include "sources/pull/pull.hpp"

namespace hub::sources {

struct meta_pull_settings {
  std::string base_url = "https://graph.facebook.com";
  std::string version = "v25.0";
  std::string account = {};  ///< `act_123` or `123`
  fetch_secret secret = {};
  std::vector<spend_window::level> levels = {spend_window::level::campaign, spend_window::level::adset,
                                             spend_window::level::ad};
  std::int32_t from = 0;            ///< the first day of a first run; 0: as far back as Meta restates
  std::int32_t recent_days = 3;     ///< read again by each run, today included
  std::int32_t restated_days = 28;  ///< read again by the first run of a day
  std::int32_t window_days = 7;     ///< asked for at once
  /// The zone of this IANA name, or null; without one days are those of UTC.
  std::function<const zone*(std::string_view)> find_zone = {};
  source_settings sources = {};
};

/// Where a pull stands.
struct meta_cursor {
  std::int32_t read_to = 0;      ///< the last day of which everything was read; 0: none
  std::int32_t restated_on = 0;  ///< the day on which all restated days were last read again

  friend bool operator==(const meta_cursor&, const meta_cursor&) = default;
};
std::string to_text(const meta_cursor& cursor);
/// Empty text is the beginning. Error: `cursor-unreadable`.
result<meta_cursor> meta_cursor_of(std::string_view text);

/// One run.
class meta_pull {
 public:
  /// @pre settings.levels is not empty
  meta_pull(meta_pull_settings settings, meta_cursor cursor);

  pull_step first(instant now);
  pull_step next(const fetch_answer& answer);

 private:
  enum class stage { account, token, rows, order, wait, report, over };

  fetch_request request() const;
  std::vector<std::pair<std::string_view, std::string>> parameters() const;
  pull_step go_on(pull_step step) const;
  pull_step again(judgement why) const;
  pull_step ask_for_less(judgement why);
  pull_step read_account(json_value body);
  pull_step read_token(const fetch_answer& answer);
  pull_step read_order(json_value body);
  pull_step read_report_state(json_value body);
  pull_step read_rows(json_value body, const fetch_answer& answer);
  void begin_window(std::int32_t from);
  void end_level(pull_step& step);

  meta_pull_settings settings_;
  meta_cursor cursor_;
  stage stage_ = stage::account;
  instant now_ = 0;
  std::int32_t began_at_ = 0, today_ = 0;  ///< the days of the run
  std::int32_t from_ = 0, until_ = 0;      ///< of the window
  std::int32_t days_ = 0;                  ///< of a window
  std::size_t level_ = 0;
  std::string after_;           ///< of the page to be read
  std::set<std::string> seen_;  ///< continuations used in this window and level
  std::string report_;          ///< id of the prepared report
  int looks_ = 0;               ///< at the state of the report
};

}  // namespace hub::sources
