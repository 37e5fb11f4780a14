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
  /// How many states there is room for; those beyond are too many to be counted.
  std::size_t width() const { return width_; }
  /// The same as add in fewer steps, of a journey with one sale; false and nothing done where it takes more.
  /// @pre no sequences are asked, the states are below width()
  bool add_sale(std::span<const std::uint32_t> steps, std::int64_t count, std::int64_t value) {
    if (wish_.sets || wish_.state_sums) {
      const auto set = set_of(steps);
      if (set == 0) return false;
      auto& sum = by_set_[set];
      ++sum.conversions;
      sum.count += count;
      sum.value += value;
    }
    if (wish_.transitions) count_transitions(steps, converts_);
    return true;
  }
  /// The same of a journey that led nowhere.
  bool add_without(std::span<const std::uint32_t> steps) {
    if (wish_.sets) {
      const auto set = set_of(steps);
      if (set == 0) return false;
      ++without_by_set_[set];
    }
    if (wish_.transitions) count_transitions(steps, ends_);
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

  /// Whether this journey counts by the set of its states.
  bool asks_set(const path_sum& what) const {
    return (wish_.sets && !wish_.sequences) || (wish_.state_sums && what.conversions != 0);
  }
  /// The set of these states, each a bit; 0 where one of them has a large number.
  std::uint32_t set_of(std::span<const std::uint32_t> steps) {
    std::uint32_t set = 0, any = 0;
#pragma GCC unroll 4
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const auto s = steps[i];
      any |= s;
      set |= 1U << s % 32;
    }
    if (any >= most_in_set) return 0;
    if (set >= by_set_.size()) widen_sets(set);
    return set;
  }
  void count_transitions(std::span<const std::uint32_t> steps, std::vector<std::uint32_t>& ends) {
    for (std::size_t i = 1; i < steps.size(); ++i) ++between_[steps[i - 1] * width_ + steps[i]];
    ++ends[steps.back()];
  }
  std::uint32_t number_new(name_id name);
  void widen();
  void widen_sets(std::uint32_t set);
  bool too_many() const { return (wish_.transitions || wish_.sequences) && names_.size() > most_states; }
  void find_distinct(std::span<const std::uint32_t> steps);
  void take_transitions(journey_tally& out) const;
  void add_to_sum(std::size_t size, std::size_t state, const path_sum& what);
  template <class F>
  void for_each_set(F&& f) const;
  void take_sums(journey_tally& out);
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
  std::vector<std::uint32_t> without_by_set_;
};

}  // namespace hub
