// Distinct paths with what they count: as a shard tells them, and the table in which it counts them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/dictionary.hpp"
#include "domain/large_memory.hpp"
#include "domain/path_table.hpp"

namespace hub {

/// What one distinct path counts.
struct path_pattern {
  std::uint64_t conversions = 0;
  std::uint64_t without = 0;  ///< journeys that took it and did not convert
  std::int64_t revenue = 0;   ///< minor units

  void add(const path_pattern& o) {
    conversions += o.conversions;
    without += o.without;
    revenue += o.revenue;
  }
  friend bool operator==(const path_pattern&, const path_pattern&) = default;
};

/// Paths one after the other, in no order.
struct path_patterns {
  std::vector<name_id> steps;          ///< of all
  std::vector<std::uint32_t> lengths;  ///< how many of them each path has
  std::vector<path_pattern> sums;      ///< parallel to *lengths*
  bool repeat = false;                 ///< equal paths may stand several times, their sums to be added up

  /// Calls f(steps, sum) for each.
  template <class F>
  void for_each(F&& f) const {
    std::size_t at = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      f(std::span(steps).subspan(at, lengths[i]), sums[i]);
      at += lengths[i];
    }
  }
  /// What this path counts; nothing where it does not occur.
  path_pattern of(std::span<const name_id> path) const;
};

/// Adds *more* to *into*, where equal paths then may repeat.
void merge(path_patterns& into, path_patterns&& more);

/// The same paths, each once.
path_patterns each_once(path_patterns&& patterns);

/// Sums by path. A path whose steps fit into a machine word stands in a slot with its sum; it is counted a little later than
/// told, when its slot has come near.
class pattern_table {
 public:
  /// @param states  steps are numbers below it
  explicit pattern_table(std::size_t states);

  /// @pre *steps* is not empty
  void add(std::span<const std::uint32_t> steps, const path_pattern& what);
  /// All of it, steps by name; nothing is left. @param names  of the states
  path_patterns take(std::span<const name_id> names);

 private:
  struct slot {
    std::uint64_t packed = 0;  // 0: empty
    path_pattern sum;
  };

  std::size_t place_of(std::uint64_t packed) const;
  void count(const slot& told);
  void grow();

  unsigned bits_;           // of a step, none of which is 0
  std::size_t most_short_;  // steps in a word
  large_vector<slot> slots_;
  std::size_t used_ = 0;
  std::array<slot, 16> waiting_{};
  std::size_t next_waiting_ = 0;
  path_table<path_pattern> long_;
};

}  // namespace hub
