// Weights, shares and money of a block of conversions that have equally many touches: what touch_weights says of one
// conversion, for all of the block at once. Nothing is guessed from conversion to conversion, which is where the time goes
// when they come one by one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "domain/lanes.hpp"

namespace hub {

struct decay_table;

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
  alignas(64) std::int64_t lanes[lanes::in_block] = {};  ///< all bits or none

  bool any() const {
    std::int64_t seen = 0;
    for (const auto each : lanes) seen |= each;
    return seen != 0;
  }
  bool of(std::size_t conversion) const { return lanes[conversion] != 0; }
};

/// The steps over a block, as one kind of processor takes them. All kinds answer the same to the last bit.
/// @pre all columns and values are aligned to 64 bytes, and what stands beyond the conversions up to a multiple of
/// lanes::most_width can be computed with
struct block_steps {
  /// Weights of time decay from ages in microseconds. In doubt: what weighs nothing.
  void (*weigh)(const block_extent& of, const decay_table& decay, const_block_column ages, block_column weights,
                block_doubts& doubts);
  /// Weights as whole share units, as shares_of() has them.
  void (*share)(const block_extent& of, const_block_column weights, block_column shares);
  /// Splits *values* equally.
  void (*split_equally)(const block_extent& of, const double* values, block_column parts);
  /// Splits *values* where all touches between the first and the last weigh the same. @pre there are such
  void (*split_ends)(const block_extent& of, const double* values, const std::array<double, 3>& first_middle_last,
                     block_column parts, block_doubts& doubts);
  /// Splits *values* by any weights.
  void (*split)(const block_extent& of, const double* values, const_block_column weights, block_column parts,
                block_doubts& doubts);
};

/// Those that every processor can take.
const block_steps& plain_block_steps();
/// Those of this processor that are wider; none: it has no such.
const block_steps* wide_block_steps();
/// The fastest of this processor.
const block_steps& fastest_block_steps();

}  // namespace hub
