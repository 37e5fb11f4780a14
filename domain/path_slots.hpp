// Sums by path where a path is one number. Numbers and sums stand in order of their turning up, found by a table of small
// slots, so that growing moves little. What is told is counted a little later, when what that reads has come near.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "domain/number_table.hpp"
#include "domain/random_numbers.hpp"

namespace hub {

/// *Packed* is an unsigned integer of one or two words; *Sum* has `add(Sum)`.
template <class Packed, class Sum>
class path_slots {
 public:
  /// @pre *packed* is not 0
  void add(Packed packed, const Sum& what) {
    auto& last = waiting_[next_ % waiting_.size()];
    if (last.packed != 0) count(last);
    last = {packed, what, hash_of(packed)};
    numbers_.fetch(last.hash);
    numbers_.fetch_each_from(waiting_[(next_ + waiting_.size() / 2) % waiting_.size()].hash, packed_, sums_);
    ++next_;
  }

  /// Counts what waits. The others expect that nothing does.
  void settle() {
    for (auto& w : waiting_)
      if (w.packed != 0) count(std::exchange(w, waiting{}));
  }
  const std::vector<Packed>& packed() const { return packed_; }
  /// Parallel to packed().
  std::vector<Sum>& sums() { return sums_; }

 private:
  struct waiting {
    Packed packed = 0;  // 0: nothing
    Sum sum;
    std::uint64_t hash = 0;
  };

  static std::uint64_t hash_of(Packed packed) {
    auto hash = random_numbers(static_cast<std::uint64_t>(packed)).next();
    if constexpr (sizeof(Packed) > 8) hash = random_numbers(hash ^ static_cast<std::uint64_t>(packed >> 64)).next();
    return hash;
  }

  void count(const waiting& w) {
    const auto no = numbers_.find(w.hash, [&](auto known) { return packed_[known] == w.packed; });
    if (no != number_table::absent) return sums_[no].add(w.sum);
    numbers_.insert(w.hash, static_cast<std::uint32_t>(packed_.size()));
    packed_.push_back(w.packed);
    sums_.push_back(w.sum);
  }

  number_table numbers_;
  std::vector<Packed> packed_;
  std::vector<Sum> sums_;
  std::array<waiting, 16> waiting_{};
  std::size_t next_ = 0;
};

}  // namespace hub
