// Distinct paths with what they count: as a shard tells them, and the table in which it counts them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/dictionary.hpp"
#include "domain/path_slots.hpp"
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
  /// Has steps called by *names*, whose positions they are so far.
  void rename(std::span<const name_id> names) {
    for (auto& step : steps) step = names[step];
  }
  /// What this path counts; nothing where it does not occur.
  path_pattern of(std::span<const name_id> path) const;
};

/// Adds *more* to *into*, where equal paths then may repeat.
void merge(path_patterns& into, path_patterns&& more);

/// The same paths, each once.
path_patterns each_once(path_patterns&& patterns);

/// Sums by path. A path whose steps fit into a machine word, or into two, stands in a slot with its sum.
class pattern_table {
 public:
  /// @param states  steps are numbers below it
  explicit pattern_table(std::size_t states);

  /// @pre *steps* is not empty
  void add(std::span<const std::uint32_t> steps, const path_pattern& what);
  /// The same in one pass over things that each have a step; false and nothing done where they do not fit into a word.
  /// @param once  equal steps in a row are one. @pre *things* is not empty
  template <class Thing, class StepOf>
  bool add_run(std::span<const Thing> things, bool once, StepOf step_of, const path_pattern& what) {
    std::uint64_t packed = 0, last = 0;
    std::size_t kept = 0, at = 0 - bits_;
    for (const auto thing : things) {  // without a branch, since what repeats cannot be foreseen
      const std::uint64_t step = step_of(thing) + std::uint64_t{1};
      const std::size_t keeps = !once | (step != last);
      at += bits_ & (0 - keeps);
      packed |= step << at % 64;
      kept += keeps;
      last = step;
    }
    if (kept > most_short_) return false;
    short_.add(packed, what);
    return true;
  }
  /// All of it, steps by number. @pre nothing is added later
  path_patterns take();

 private:
  using word = std::uint64_t;
  __extension__ using two_words = unsigned __int128;

  std::size_t bits_;                      // of a step, none of which is 0
  std::size_t most_short_, most_medium_;  // steps in a word, and in two
  path_slots<word, path_pattern> short_;
  path_slots<two_words, path_pattern> medium_;
  path_table<path_pattern> long_;
};

}  // namespace hub
