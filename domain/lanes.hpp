// The same steps for several conversions at once: numbers that stand side by side, in the widest registers that the
// processor has for which the file is compiled. Each lane is computed as the plain steps would, to the last bit, however
// many there are.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hub::lanes {

/// Conversions that are computed together, a multiple of any width.
inline constexpr std::size_t in_block = 32;
inline constexpr std::size_t most_width = 4;

// What is compiled for another width has names of its own, so that the linker keeps them apart.
#ifdef __AVX2__
#define HUB_LANE_BYTES 32
inline namespace four {
#else
#define HUB_LANE_BYTES 16
inline namespace two {
#endif

using real = double __attribute__((vector_size(HUB_LANE_BYTES), may_alias));
/// What a comparison answers: all bits of a lane, or none.
using mask = std::int64_t __attribute__((vector_size(HUB_LANE_BYTES), may_alias));
using bits = std::uint64_t __attribute__((vector_size(HUB_LANE_BYTES), may_alias));
inline constexpr std::size_t width = sizeof(real) / sizeof(double);

/// Up to here adding and taking away 2^52 rounds to a whole number.
inline constexpr double whole_limit = 0x1p51;

/// @pre *from* is aligned to the lanes, here and in store()
inline real load(const double* from) { return *reinterpret_cast<const real*>(from); }
inline void store(double* to, real x) { *reinterpret_cast<real*>(to) = x; }
/// The same where the numbers may stand anywhere.
inline real load_any(const double* from) {
  real x;
  __builtin_memcpy(&x, from, sizeof x);
  return x;
}
inline void store_any(double* to, real x) { __builtin_memcpy(to, &x, sizeof x); }
inline real all(double x) { return real{} + x; }
inline real one_where(mask m) { return reinterpret_cast<real>(m & reinterpret_cast<mask>(all(1))); }
inline real choose(mask m, real yes, real no) { return m ? yes : no; }

/// The whole part. @pre 0 <= x < whole_limit
inline real whole(real x) {
  const real near = (x + 0x1p52) - 0x1p52;
  return near - one_where(near > x);
}

inline real absolute(real x) { return reinterpret_cast<real>(reinterpret_cast<mask>(x) & INT64_MAX); }
inline real clamp(real x, double least, double most) {
  const real low = choose(x < all(least), all(least), x);
  return choose(low > all(most), all(most), low);
}

/// Whole numbers as integers. @pre |x| < whole_limit
inline mask integers(real x) {
  constexpr double bias = 0x1.8p52;
  return reinterpret_cast<mask>(x + bias) - reinterpret_cast<mask>(all(bias));
}

}  // namespace two or four
#undef HUB_LANE_BYTES

}  // namespace hub::lanes
