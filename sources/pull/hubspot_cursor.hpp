// Where a pull of HubSpot's deals stands, as the text that is committed beside each page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace hub::sources {

/// Times are Unix milliseconds, as HubSpot's filters have them.
struct hubspot_cursor {
  std::int64_t since = 0;        ///< the search goes on at this hs_lastmodifieddate
  bool crowded = false;          ///< more deals than fit a page were changed at `since`: they are read by id
  std::string past_id = {};      ///< … behind this one
  bool resting = false;          ///< the run was ended: the next begins an overlap earlier
  std::int64_t origin = 0;       ///< where the run began
  std::int64_t began = 0;        ///< when, by HubSpot's clock or the hub's, the earlier of both
  std::int64_t latest = 0;       ///< the latest time of a deal seen in any run
  std::int64_t total = 0;        ///< how many deals HubSpot counted when the run began
  std::int64_t count = 0;        ///< how many of them came so far
  bool repeated = false;         ///< the run before came short of its total, so this one reads it again
  std::int64_t archived_at = 0;  ///< when the archived deals were last looked through from end to end

  friend bool operator==(const hubspot_cursor&, const hubspot_cursor&) = default;
};

std::string to_text(const hubspot_cursor& cursor);

/// Empty text is the beginning. Error: `cursor-unreadable`.
result<hubspot_cursor> hubspot_cursor_of(std::string_view text);

}  // namespace hub::sources
