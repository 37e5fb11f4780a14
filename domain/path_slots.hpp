// Sums by path where a path is one number: open addressing, each sum beside its number. What is told is counted a little
// later, when its slot has come near.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <utility>

#include "domain/large_memory.hpp"
#include "domain/random_numbers.hpp"

namespace hub {

/// *Packed* is an unsigned integer of one or two words; *Sum* has `add(Sum)`.
template <class Packed, class Sum>
class path_slots {
 public:
  /// @pre *packed* is not 0
  void add(Packed packed, const Sum& what) {
    auto& next = waiting_[next_waiting_++ % waiting_.size()];
    if (next.told.packed != 0) count(next);
    next = {{packed, what}, hash_of(packed)};
    __builtin_prefetch(&slots_[place_of(next.hash)], 1);
  }

  /// Counts what waits. The others expect that nothing does.
  void settle() {
    for (auto& w : waiting_)
      if (w.told.packed != 0) count(std::exchange(w, waiting{}));
  }
  std::size_t size() const { return used_; }
  /// Calls f(packed, sum) for each, in no order.
  template <class F>
  void for_each(F&& f) const {
    for (const auto& s : slots_)
      if (s.packed != 0) f(s.packed, s.sum);
  }

 private:
  struct slot {
    Packed packed = 0;  // 0: empty
    Sum sum;
  };
  struct waiting {
    slot told;
    std::uint64_t hash = 0;
  };
  static constexpr std::size_t first_slots = 1024;

  static std::uint64_t hash_of(Packed packed) {
    auto hash = random_numbers(static_cast<std::uint64_t>(packed)).next();
    if constexpr (sizeof(Packed) > 8) hash = random_numbers(hash ^ static_cast<std::uint64_t>(packed >> 64)).next();
    return hash;
  }
  /// The upper bits say the place, so that slots keep their order when the table grows.
  std::size_t place_of(std::uint64_t hash) const { return hash >> shift_; }

  void count(const waiting& w) {
    for (auto at = place_of(w.hash);; at = at + 1 < slots_.size() ? at + 1 : 0) {
      auto& known = slots_[at];
      if (known.packed == w.told.packed) return known.sum.add(w.told.sum);
      if (known.packed != 0) continue;
      known = w.told;
      if (++used_ * 4 > slots_.size() * 3) grow();
      return;
    }
  }

  void grow() {
    large_vector<slot> old(slots_.size() * 2);
    old.swap(slots_);
    --shift_;
    used_ = 0;
    for (const auto& s : old)
      if (s.packed != 0) count({s, hash_of(s.packed)});
  }

  large_vector<slot> slots_ = large_vector<slot>(first_slots);
  unsigned shift_ = 65 - std::bit_width(first_slots);
  std::size_t used_ = 0;
  std::array<waiting, 16> waiting_{};
  std::size_t next_waiting_ = 0;
};

}  // namespace hub
