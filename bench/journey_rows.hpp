// Conversions as dedup_rows makes them, each after touches of its person (geometric, mean 4, at most 20), and for each a
// journey of another person that led nowhere. Touches come from the touch feed with a device, two thirds of them with a
// click id; the conversion names the person and the device. From a seed, in chunks.
#pragma once

#include <vector>

#include "bench/dedup_rows.hpp"

namespace hub::bench {

class journey_rows {
 public:
  explicit journey_rows(std::uint64_t seed) : conversions_(seed), random_(seed) {}

  /// The next *conversions* with what belongs to them, in order of log positions.
  std::vector<sealed_fact> next(std::size_t conversions);

  std::size_t conversions() const { return conversions_.conversions(); }
  /// Touches of the feed, and those that conversions name.
  std::size_t touches() const { return touches_; }

 private:
  void journey(const std::string& device, instant until, std::vector<sealed_fact>& to);

  dedup_rows conversions_;
  random_numbers random_;
  std::size_t told_ = 0;  // touches of the feed
  std::size_t touches_ = 0;
  std::size_t lookers_ = 0;
  std::uint64_t seq_ = 0;
};

}  // namespace hub::bench
