// Random numbers that are the same on every machine and with every standard library: integers only, from a seed.
#pragma once

#include <cstdint>

namespace hub {

/// splitmix64 (Steele, Lea, Flood 2014): 64 well mixed bits a step, any seed is a good seed.
class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    auto z = state_ += 0x9E37'79B9'7F4A'7C15ULL;
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBULL;
    return z ^ (z >> 31U);
  }
  /// In [0, *n*); the bias is below n / 2^32. @pre 0 < n < 2^32
  std::uint64_t below(std::uint64_t n) { return ((next() >> 32U) * n) >> 32U; }

 private:
  std::uint64_t state_;
};

}  // namespace hub
