#include "domain/block_splits.hpp"

#include "domain/decay_curve.hpp"
#include "domain/split_steps.hpp"
#include "domain/touch_weights.hpp"

namespace hub {
namespace {

using namespace lanes;

/// Calls f(first of some conversions side by side, their doubts).
template <class F>
void for_each_lane(const block_extent& of, F&& f) {
  for (std::size_t c = 0; c < of.conversions; c += width) f(c);
}

real tie_of(real values) { return clamp(values * split_steps::dust, split_steps::least_tie, split_steps::most_tie); }

/// Nearly equal but not quite.
mask near(real x, real y, real tie) { return (absolute(x - y) <= 2 * tie) & (x != y); }

}  // namespace

void weigh_block(const block_extent& of, const decay_curve& decay, const_block_column ages, block_column weights,
                 block_doubts& doubts) {
  for_each_lane(of, [&](std::size_t c) {
    real sum{};
    mask doubt{};
    for (std::size_t i = 0; i < of.touches; ++i) {
      const auto at = i * in_block + c;
      const auto w = decay.weigh_lanes(load(ages + at), doubt);
      store(weights + at, w);
      sum += w;
    }
    for (std::size_t i = 0; i < of.touches; ++i) {
      const auto at = i * in_block + c;
      store(weights + at, load(weights + at) / sum);
    }
    doubts.lanes[c / width] |= doubt;
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
    doubts.lanes[c / width] |=
        (left < 0) | (left > inner + 2) | near(ra, rm, tie) | near(ra, rz, tie) | near(rm, rz, tie);
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
  // Doubles that are not negative sort by their bits; the last bits give way to the position, so that the later wins.
  constexpr std::int64_t position = most_in_block - 1;
  const auto n = of.touches;
  real keys[most_in_block], remainders[most_in_block];
  for_each_lane(of, [&](std::size_t c) {
    const auto value = load(values + c);
    real left = value, line{};
    mask doubt{};
    for (std::size_t i = 0; i < n; ++i) {
      const auto w = load(weights + i * in_block + c);
      const real share = value * w;
      const auto part = whole(share);
      remainders[i] = share - part;
      keys[i] =
          reinterpret_cast<real>((reinterpret_cast<mask>(remainders[i]) & ~position) | static_cast<std::int64_t>(i));
      left -= part;
      doubt |= w <= 0;
      store(parts + i * in_block + c, part);
    }
    for (std::size_t i = 0; i < n; ++i) {
      real rank{};
      for (std::size_t j = 0; j < n; ++j) rank += one_where(keys[j] > keys[i]);
      line = choose(rank == left - 1, remainders[i], line);
      const auto at = i * in_block + c;
      store(parts + at, load(parts + at) + one_where(rank < left));
    }
    const auto tie = tie_of(value);
    mask close{};
    for (std::size_t i = 0; i < n; ++i) close |= near(remainders[i], line, tie);
    doubts.lanes[c / width] |= doubt | (left < 0) | (left >= static_cast<double>(n)) | (close & (left > 0));
  });
}

}  // namespace hub
