// The weekly rhythm of a source: how much it tells at each hour of the week, and so whether its silence is usual. A shop
// that sells nothing at night is not silent at night; one that sells nothing on a Monday at noon is.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/time.hpp"

namespace hub {

/// An hour of a source, and what is usual in it.
struct hour_of_rhythm {
  instant begin = 0;
  std::uint32_t events = 0;
  std::optional<std::uint32_t> usual =
      {};  ///< lower median of this hour of the four weeks before; nothing of less than two

  friend bool operator==(const hour_of_rhythm&, const hour_of_rhythm&) = default;
};

class weekly_rhythm {
 public:
  /// One event that came at *at*. Those that are more than four weeks before the latest are left out.
  void note(instant at);

  /// When the latest came.
  std::optional<instant> last() const { return last_; }

  /// How many events usually come in a stretch of the week like the one from the latest event until *now*: the lower
  /// median of what came in the same stretch of up to four weeks before, so that an import of old data changes nothing.
  /// Nothing while there are not two such weeks. A silence of more than two weeks is judged by its first two.
  std::optional<double> usual_since_last(instant now) const;

  /// The last *count* hours, oldest first; the last is the one that *now* lies in.
  std::vector<hour_of_rhythm> hours(instant now, std::int32_t count) const;

 private:
  static constexpr instant week_us = 7 * day_us;
  static constexpr std::int64_t hours_kept = 4 * 7 * 24 + 1;

  /// Of the hour since the epoch; 0 of those that are not kept.
  std::uint32_t count_of(std::int64_t hour) const;
  double count_between(instant from, instant to) const;

  std::optional<instant> first_, last_;
  std::vector<std::uint32_t> hours_;  // by hour since the epoch, modulo hours_kept; empty before the first event
};

}  // namespace hub
