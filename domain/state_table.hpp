// Counts over the states of one shard in dense arrays: the inner part of a tally. States are numbered as they turn up.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "domain/journey_tally.hpp"
#include "domain/path_table.hpp"

namespace hub {

class state_table {
 public:
  explicit state_table(const tally_wish& wish) : wish_(wish) {}

  /// The number of a state, given by name or `direct_group`.
  std::uint32_t state_of(name_id name) {
    if (name < number_of_.size() && number_of_[name] != unknown) return number_of_[name];
    return number_new(name);
  }
  /// Counts a journey over these states. @pre steps is not empty
  void add(std::span<const std::uint32_t> steps, const path_sum& what);
  /// Whether `count_run` is all there is to count.
  bool only_transitions() const { return wish_.transitions && !wish_.state_sums && !wish_.sets; }
  /// The same as add for transitions alone, in one pass over things that each have a state. @pre things is not empty
  template <class Thing, class StateOf>
  void count_run(std::span<const Thing> things, bool converts, StateOf state) {
    auto from = state(things.front());
    if (from >= width_) return;  // too many to be counted
    for (const auto thing : things.subspan(1)) {
      const auto to = state(thing);
      if (to >= width_) return;
      ++between_[from * width_ + to];
      from = to;
    }
    ++(converts ? converts_ : ends_)[from];
  }
  /// Whether `add_set` is all there is to count.
  bool only_sets() const { return wish_.sets && !wish_.transitions && !wish_.state_sums && !wish_.sequences; }
  /// The same as add for sets alone, over things that each have a state; false and nothing done where one of the states
  /// has a large number. States are the bits of the number by which the sum of their set is found.
  template <class Thing, class StateOf>
  bool add_set(std::span<const Thing> things, const path_sum& what, StateOf state) {
    std::uint32_t set = 0, any = 0;
    for (const auto thing : things) {
      const auto s = state(thing);
      any |= s;
      set |= 1U << s % 32;
    }
    if (any >= most_in_set) return false;
    if (set >= by_set_.size()) by_set_.resize(std::bit_ceil(set + 1));
    by_set_[set].add(what);
    return true;
  }
  /// Moves the counts into *out*, by name.
  void take(journey_tally& out);

 private:
  static constexpr std::uint32_t unknown = 0xFFFF'FFFFU;
  static constexpr std::uint32_t most_in_set = 16;  // a power of two
  struct money_sum {
    std::int64_t count = 0;
    std::int64_t value = 0;
  };

  std::uint32_t number_new(name_id name);
  void widen();
  bool too_many() const { return (wish_.transitions || wish_.sequences) && names_.size() > most_states; }
  void count_transitions(std::span<const std::uint32_t> steps, const path_sum& what);
  void find_distinct(std::span<const std::uint32_t> steps);
  void take_transitions(journey_tally& out) const;
  void take_sets(journey_tally& out) const;

  tally_wish wish_;
  std::vector<std::uint32_t> number_of_;  // by name
  std::uint32_t number_of_direct_ = unknown;
  std::vector<name_id> names_;  // by number
  std::size_t width_ = 0;       // of a row of between_
  std::vector<std::uint32_t> between_, converts_, ends_;
  std::vector<std::vector<money_sum>> sums_;  // by number of distinct states, then by state
  std::vector<std::uint32_t> stamps_;         // by state: the journey that it was last seen in
  std::uint32_t journey_ = 0;
  std::vector<std::uint32_t> distinct_;
  path_table<path_sum> paths_;
  std::vector<path_sum> by_set_;  // of the states with small numbers
};

}  // namespace hub
