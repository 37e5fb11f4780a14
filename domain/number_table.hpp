// Finds things that are kept elsewhere, in order of their numbers, by their hash: eight bytes a slot, nothing else. The
// keys stay where they are; half of the hash stands beside the number, so that growing reads no key.
#pragma once

#include <cstdint>

#include "domain/large_memory.hpp"

namespace hub {

/// Open addressing; numbers are never taken out.
class number_table {
 public:
  static constexpr std::uint32_t absent = 0xFFFF'FFFFU;

  /// The number with this hash that *is_it* accepts, or `absent`. @pre the hash is uniform in all its bits
  template <class IsIt>
  std::uint32_t find(std::uint64_t hash, IsIt is_it) const {
    if (slots_.empty()) return absent;
    const auto tag = hash >> 32;
    for (auto at = tag & mask_;; at = (at + 1) & mask_) {
      const auto slot = slots_[at];
      const auto no = static_cast<std::uint32_t>(slot);
      if (no == absent) return absent;
      if (slot >> 32 == tag && is_it(no)) return no;
    }
  }

  /// Has the slot of this hash brought near, for a find() that comes soon.
  void fetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[(hash >> 32) & mask_]);
  }

  /// Has the first of *things* that may have this hash brought near.
  template <class Things>
  void fetch_from(std::uint64_t hash, const Things& things) const {
    fetch_each_from(hash, things);
  }

  /// The same of several things that stand under one number. Inline always: GCC 12 drops calls of what only fetches.
  template <class... Things>
  [[gnu::always_inline]] void fetch_each_from(std::uint64_t hash, const Things&... things) const {
    if (slots_.empty()) return;
    const auto tag = hash >> 32;
    for (auto at = tag & mask_;; at = (at + 1) & mask_) {
      const auto no = static_cast<std::uint32_t>(slots_[at]);
      if (no == absent) return;
      if (slots_[at] >> 32 == tag) return (__builtin_prefetch(&things[no]), ...);
    }
  }

  /// @pre no number that is the same thing is in it
  void insert(std::uint64_t hash, std::uint32_t no) {
    if ((count_ + 1) * 5 > slots_.size() * 4) grow();
    put((hash & 0xFFFF'FFFF'0000'0000U) | no);
    ++count_;
  }

  /// Has *now* stand where *old* does. @pre *old* is in it with this hash
  void replace(std::uint64_t hash, std::uint32_t old, std::uint32_t now) {
    auto at = (hash >> 32) & mask_;
    while (static_cast<std::uint32_t>(slots_[at]) != old) at = (at + 1) & mask_;
    slots_[at] = (hash & 0xFFFF'FFFF'0000'0000U) | now;
  }

  std::size_t bytes() const { return slots_.capacity() * sizeof(std::uint64_t); }

 private:
  static constexpr std::uint64_t empty = absent;
  static constexpr std::size_t first_size = 16;

  void put(std::uint64_t slot) {
    auto at = (slot >> 32) & mask_;
    while (static_cast<std::uint32_t>(slots_[at]) != absent) at = (at + 1) & mask_;
    slots_[at] = slot;
  }

  void grow() {
    auto old = std::move(slots_);
    slots_.assign(old.empty() ? first_size : old.size() * 2, empty);
    mask_ = slots_.size() - 1;
    for (const auto slot : old)
      if (static_cast<std::uint32_t>(slot) != absent) put(slot);
  }

  large_vector<std::uint64_t> slots_;
  std::uint64_t mask_ = 0;
  std::size_t count_ = 0;
};

}  // namespace hub
