// Random numbers that are the same on every machine and with every standard library: integers only, from a seed.
#pragma once

#include <cstdint>
#include <span>

namespace hub::app {

/// splitmix64 (Steele, Lea, Flood 2014): 64 well mixed bits a step, any seed is a good seed.
class random_stream {
 public:
  explicit random_stream(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }

  /// From 0 to *n* - 1. @pre n > 0
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n));  // bias below 2^-40 for the sizes here
  }
  /// From *low* to *high*, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }

  bool percent(std::int64_t chance) { return below(100) < chance; }

  /// An index, drawn as often as its weight says. @pre some weight is positive
  std::size_t weighted(std::span<const int> weights) {
    std::int64_t total = 0;
    for (const int w : weights) total += w;
    std::int64_t left = below(total);
    for (std::size_t i = 0; i < weights.size(); ++i)
      if ((left -= weights[i]) < 0) return i;
    return weights.size() - 1;
  }

 private:
  std::uint64_t state_;
};

}  // namespace hub::app
