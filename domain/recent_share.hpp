// What share of the items of the last hour was bad, out of counters that only grow.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "domain/time.hpp"

namespace hub {

class recent_share {
 public:
  /// The counters as they stand at *now*. Counters that went back began anew, and so does this.
  void note(instant now, std::uint64_t all, std::uint64_t bad);

  /// Within the last hour; nothing while *least* items have not come in it.
  std::optional<double> bad_share(std::uint64_t least) const;

 private:
  struct reading {
    instant at;
    std::uint64_t all, bad;
  };
  std::deque<reading> readings_;  // the first is the last that is an hour old, or the first there is
};

}  // namespace hub
