// Weights, shares and money of a block of conversions that have equally many touches: what touch_weights says of one
// conversion, for all of the block at once. Nothing is guessed from conversion to conversion, which is where the time goes
// when they come one by one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "domain/lanes.hpp"

namespace hub {

class decay_curve;

/// So many touches at most has a conversion of a block.
inline constexpr std::size_t most_in_block = 32;

/// Up to here the value of a conversion of a block, below 2^44 minor units: quotients of it by a number of touches are
/// told apart from whole numbers by a double.
inline constexpr std::int64_t block_value_limit = std::int64_t{1} << 44;

/// A number for each touch of each conversion: that of touch i of conversion c stands at [i * lanes::in_block + c].
using block_column = double*;
using const_block_column = const double*;

/// How many of a block there are, and which of them the usual steps cannot do: these are left to allocate().
struct block_extent {
  std::size_t touches = 0;
  std::size_t conversions = 0;
};
struct block_doubts {
  lanes::mask lanes[lanes::in_block / lanes::width] = {};

  bool any() const {
    lanes::mask seen{};
    for (const auto& l : lanes) seen |= l;
    return (seen[0] | seen[1]) != 0;
  }
  bool of(std::size_t conversion) const {
    return lanes[conversion / lanes::width][static_cast<int>(conversion % lanes::width)] != 0;
  }
};

/// Weights of time decay from ages in microseconds. In doubt: what weighs nothing.
void weigh_block(const block_extent& of, const decay_curve& decay, const_block_column ages, block_column weights,
                 block_doubts& doubts);

/// Weights as whole share units, as shares_of() has them.
void share_block(const block_extent& of, const_block_column weights, block_column shares);

/// Splits *values* equally.
void split_block_equally(const block_extent& of, const double* values, block_column parts);

/// Splits *values* where all touches between the first and the last weigh the same. @pre there are such
void split_block_ends(const block_extent& of, const double* values, const std::array<double, 3>& first_middle_last,
                      block_column parts, block_doubts& doubts);

/// Splits *values* by any weights.
void split_block(const block_extent& of, const double* values, const_block_column weights, block_column parts,
                 block_doubts& doubts);

}  // namespace hub
