// Compiled for every processor, and once more for wider registers (block_splits_avx2.cpp).
#include "domain/block_splits.hpp"

#include "domain/decay_lanes.hpp"
#include "domain/share_unit.hpp"
#include "domain/split_steps.hpp"

namespace hub {
namespace {

using namespace lanes;

/// Calls f(first of some conversions side by side, their doubts).
template <class F>
void for_each_lane(const block_extent& of, F&& f) {
  for (std::size_t c = 0; c < of.conversions; c += width) f(c);
}

void add_doubts(block_doubts& doubts, std::size_t c, mask more) {
  auto& known = *reinterpret_cast<mask*>(doubts.lanes + c);
  known |= more;
}

real tie_of(real values) { return clamp(values * split_steps::dust, split_steps::least_tie, split_steps::most_tie); }

/// Nearly equal but not quite.
mask near(real x, real y, real tie) { return (absolute(x - y) <= 2 * tie) & (x != y); }

/// Splits the values of the conversions at *c*. Where the number of touches is known to the compiler as N nothing is looped
/// over.
template <std::size_t N>
void split_lanes(const block_extent& of, std::size_t c, const double* values, const_block_column weights,
                 block_column parts, block_doubts& doubts) {
  // Doubles that are not negative sort by their bits; the last bits give way to the position, so that the later wins.
  constexpr std::int64_t position = most_in_block - 1;
  const auto n = N == 0 ? of.touches : N;
  const auto most = N == 0 ? most_in_block : N;
  real keys[most], remainders[most], whole_parts[most], ranks[most];
  const auto value = load(values + c);
  const auto tie = tie_of(value);
  real left = value, line{};
  mask doubt{}, close{};
#pragma GCC unroll 8
  for (std::size_t i = 0; i < n; ++i) {
    const auto w = load(weights + i * in_block + c);
    const real share = value * w;
    whole_parts[i] = whole(share);
    remainders[i] = share - whole_parts[i];
    keys[i] =
        reinterpret_cast<real>((reinterpret_cast<mask>(remainders[i]) & ~position) | static_cast<std::int64_t>(i));
    ranks[i] = all(static_cast<double>(n - 1 - i));  // were all after it before it
    left -= whole_parts[i];
    doubt |= w <= 0;
  }
#pragma GCC unroll 8
  for (std::size_t i = 1; i < n; ++i)
#pragma GCC unroll 8
    for (std::size_t j = 0; j < i; ++j) {
      const auto before = one_where(keys[j] > keys[i]);
      ranks[i] += before;
      ranks[j] -= before;
    }
#pragma GCC unroll 8
  for (std::size_t i = 0; i < n; ++i) {
    line = choose(ranks[i] == left - 1, remainders[i], line);
    store(parts + i * in_block + c, whole_parts[i] + one_where(ranks[i] < left));
  }
#pragma GCC unroll 8
  for (std::size_t i = 0; i < n; ++i) close |= near(remainders[i], line, tie);
  add_doubts(doubts, c, doubt | (left < 0) | (left >= static_cast<double>(n)) | (close & (left > 0)));
}

template <std::size_t N>
void split_all(const block_extent& of, const double* values, const_block_column weights, block_column parts,
               block_doubts& doubts) {
  for_each_lane(of, [&](std::size_t c) { split_lanes<N>(of, c, values, weights, parts, doubts); });
}

void weigh_block(const block_extent& of, const decay_table& decay, const_block_column ages, block_column weights,
                 block_doubts& doubts) {
  for_each_lane(of, [&](std::size_t c) {
    real sum{};
    add_doubts(doubts, c, ~is_usual(decay, load(ages + c)));  // the first touch is the oldest
    for (std::size_t i = 0; i < of.touches; ++i) {
      const auto at = i * in_block + c;
      const auto w = lanes::weigh(decay, load(ages + at));
      store(weights + at, w);
      sum += w;
    }
    for (std::size_t i = 0; i < of.touches; ++i) {
      const auto at = i * in_block + c;
      store(weights + at, load(weights + at) / sum);
    }
  });
}

void share_block(const block_extent& of, const_block_column weights, block_column shares) {
  constexpr auto unit = static_cast<double>(share_unit);
  for_each_lane(of, [&](std::size_t c) {
    real left = all(unit), most{}, heaviest{};
    for (std::size_t i = 0; i < of.touches; ++i) {
      const auto w = load(weights + i * in_block + c);
      const auto share = whole(w * unit + 0.5);
      store(shares + i * in_block + c, share);
      left -= share;
      const mask heavier = w >= most;
      most = choose(heavier, w, most);
      heaviest = choose(heavier, all(static_cast<double>(i)), heaviest);
    }
    for (std::size_t i = 0; i < of.touches; ++i) {
      const auto at = i * in_block + c;
      store(shares + at, load(shares + at) + choose(heaviest == all(static_cast<double>(i)), left, real{}));
    }
  });
}

void split_block_equally(const block_extent& of, const double* values, block_column parts) {
  const auto n = static_cast<double>(of.touches);
  for_each_lane(of, [&](std::size_t c) {
    const auto value = load(values + c);
    const auto part = whole(value / n);
    const auto unserved = n - (value - part * n);
    for (std::size_t i = 0; i < of.touches; ++i)
      store(parts + i * in_block + c, part + one_where(all(static_cast<double>(i)) >= unserved));
  });
}

void split_block_ends(const block_extent& of, const double* values, const std::array<double, 3>& first_middle_last,
                      block_column parts, block_doubts& doubts) {
  const auto inner = static_cast<double>(of.touches - 2);
  for_each_lane(of, [&](std::size_t c) {
    const auto value = load(values + c);
    const real first = value * first_middle_last[0], middle = value * first_middle_last[1],
               last = value * first_middle_last[2];
    const real a = whole(first), m = whole(middle), z = whole(last);
    const real ra = first - a, rm = middle - m, rz = last - z;
    const real left = value - a - inner * m - z;
    const auto tie = tie_of(value);
    add_doubts(doubts, c, (left < 0) | (left > inner + 2) | near(ra, rm, tie) | near(ra, rz, tie) | near(rm, rz, tie));
    // How many units are gone before each is served, the later first among equals.
    const real before_a = one_where(rm >= ra) * inner + one_where(rz >= ra);
    const real before_m = one_where(ra > rm) + one_where(rz >= rm);
    const real before_z = one_where(ra > rz) + one_where(rm > rz) * inner;
    const real unserved = inner - clamp(left - before_m, 0, inner);
    store(parts + c, a + one_where(before_a < left));
    for (std::size_t i = 1; i + 1 < of.touches; ++i)
      store(parts + i * in_block + c, m + one_where(all(static_cast<double>(i)) > unserved));
    store(parts + (of.touches - 1) * in_block + c, z + one_where(before_z < left));
  });
}

void split_block(const block_extent& of, const double* values, const_block_column weights, block_column parts,
                 block_doubts& doubts) {
  constexpr std::array by_touches = {split_all<0>, split_all<1>, split_all<2>, split_all<3>, split_all<4>,
                                     split_all<5>, split_all<6>, split_all<7>, split_all<8>};
  const auto split = of.touches < by_touches.size() ? by_touches[of.touches] : by_touches[0];
  split(of, values, weights, parts, doubts);
}

constexpr block_steps steps{weigh_block, share_block, split_block_equally, split_block_ends, split_block};

}  // namespace

#ifdef __AVX2__
const block_steps& avx2_block_steps() { return steps; }
#else
const block_steps& plain_block_steps() { return steps; }
#endif

}  // namespace hub
