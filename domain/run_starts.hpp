// Which run an item is in, where runs of items lie one behind the other: a bit an item says whether a run begins with
// it, and each line of bits how many began before. About a seventh of a byte an item instead of the run's number.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "domain/large_memory.hpp"

namespace hub {

class run_starts {
 public:
  /// The next item. @param begins it is the first of a run @pre the very first one is
  void append(bool begins) {
    const auto bit = size_++ % line_bits;
    if (bit == 0) lines_.push_back({{}, runs_});
    if (!begins) return;
    lines_.back().bits[bit / 64] |= std::uint64_t{1} << bit % 64;
    ++runs_;
  }
  /// The number of the run that *item* is in.
  std::uint32_t run_of(std::uint32_t item) const {
    const auto& line = lines_[item / line_bits];
    const auto bit = item % line_bits;
    auto runs = line.before;
    for (std::size_t word = 0; word < bit / 64; ++word)
      runs += static_cast<std::uint32_t>(std::popcount(line.bits[word]));
    const auto up_to = line.bits[bit / 64] << (63 - bit % 64);
    return runs + static_cast<std::uint32_t>(std::popcount(up_to)) - 1;
  }
  std::size_t bytes() const { return lines_.size() * sizeof(bit_line); }

 private:
  static constexpr std::uint32_t line_bits = 448;
  struct bit_line {
    std::array<std::uint64_t, line_bits / 64> bits{};
    std::uint32_t before = 0;  // runs that begin in the lines before
  };
  static_assert(sizeof(bit_line) == 64);

  large_vector<bit_line> lines_;
  std::uint32_t size_ = 0;
  std::uint32_t runs_ = 0;
};

}  // namespace hub
