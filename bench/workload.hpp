// The data set of the analytics benchmarks: N conversions with geometric journeys (mean 4 touches, at most 20), 12
// channels, 200 campaigns by Zipf's law, 90 days, log-normal values, and N journeys that led nowhere. From a seed.
#pragma once

#include <cstdint>
#include <vector>

#include "domain/journey_columns.hpp"

namespace hub::bench {

/// splitmix64: the same numbers on every machine.
class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    auto z = state_ += 0x9E37'79B9'7F4A'7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EBULL;
    return z ^ (z >> 31);
  }
  /// In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  std::uint64_t below(std::uint64_t n) { return next() % n; }

 private:
  std::uint64_t state_;
};

struct workload {
  std::vector<journey_update> journeys;
  std::size_t conversions = 0;
  std::size_t touches = 0;  ///< of converting journeys
  std::int64_t booked = 0;  ///< minor units
};

inline constexpr std::uint32_t channel_count = 12;
inline constexpr std::uint32_t campaign_count = 200;

workload make_workload(std::size_t conversions, std::uint64_t seed);

}  // namespace hub::bench
