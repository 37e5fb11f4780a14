// The parameters that say when: `tz`, `from` and `to`. Every route that reads a range reads it here, so that a date
// means the same instant everywhere.
#pragma once

#include <functional>
#include <limits>
#include <string_view>

#include "domain/log_moment.hpp"
#include "domain/time.hpp"
#include "net/parameter_reader.hpp"

namespace hub::net {

/// IANA name → zone.
using zone_finder = std::function<result<zone>(std::string_view)>;

/// Half-open; the ends of time where nothing was said.
struct time_range {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
};

/// `tz`, or *otherwise*.
zone read_zone(parameter_reader& in, const zone& otherwise, const zone_finder& find);

/// `from` and `to`: a date is the first instant of that day in *local*, anything else a time with its zone. A range
/// that holds nothing is refused as `range-empty`.
time_range read_range(parameter_reader& in, const zone& local);

/// `as_of`: a position in the log, or a time as in `from`. One after *now* is refused as `as-of-future`.
std::optional<log_moment> read_moment(parameter_reader& in, const zone& local, instant now);

}  // namespace hub::net
