// The parameters that choose conversions, for the list and the export, and the cursor with which a list goes on.
#pragma once

#include <optional>
#include <string>

#include "messages/reports.hpp"
#include "net/parameter_reader.hpp"
#include "net/time_parameters.hpp"

namespace hub::net {

/// What is asked of the report actor, and what dedup must be asked before.
struct conversion_choice {
  conversions_request request;
  std::optional<key128> contact;  ///< `contact=`
  std::string text;               ///< `q=`: an id in whole

  bool needs_ids() const { return contact || !text.empty(); }
};

/// Reads `from`, `to`, `tz`, `source`, `type`, `campaign`, `contact`, `offline`, `label` and `q`.
conversion_choice read_conversion_choice(parameter_reader& in, const zone& local, const zone_finder& find_zone);

/// Reads `limit` (1 to 1,000) and `cursor` besides.
conversion_choice read_conversion_page(parameter_reader& in, const zone& local, const zone_finder& find_zone);

/// The place of a page's end as opaque text, and back.
std::string cursor_of(const page_position& at);
std::optional<page_position> position_of(std::string_view cursor);

}  // namespace hub::net
