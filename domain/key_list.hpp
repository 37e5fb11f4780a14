// Events that carry one key, found by its hash or its number: the first of them, from which the records go on, and how
// many there are.
#pragma once

#include <cstdint>

#include "domain/chunked_vector.hpp"
#include "domain/number_table.hpp"
#include "domain/records.hpp"

namespace hub {

struct key_list {
  std::uint64_t hash = 0;
  event_no first = nothing;
  std::uint32_t count = 0;
};

/// Keys by number, in the order in which they turned up; 0 is no key.
class key_lists {
 public:
  key_lists() { lists_.emplace_back(); }

  /// The number of the key with this hash, which may be on no event yet; 0 for 0.
  std::uint32_t intern(std::uint64_t hash) {
    if (hash == 0) return 0;
    if (const auto known = position(hash); known != number_table::absent) return known;
    const auto no = static_cast<std::uint32_t>(lists_.size());
    lists_.push_back({hash, nothing, 0});
    table_.insert(hash, no);
    return no;
  }
  key_list& operator[](std::uint32_t no) { return lists_[no]; }
  const key_list& operator[](std::uint32_t no) const { return lists_[no]; }

  /// Nothing where no event carries it.
  const key_list* find(std::uint64_t hash) const {
    const auto at = position(hash);
    return at == number_table::absent || lists_[at].count == 0 ? nullptr : &lists_[at];
  }

  /// Has what find() and intern() read brought near.
  void fetch(std::uint64_t hash) const { table_.fetch(hash); }

  std::uint32_t size() const { return static_cast<std::uint32_t>(lists_.size()); }
  std::size_t bytes() const { return lists_.bytes() + table_.bytes(); }

 private:
  std::uint32_t position(std::uint64_t hash) const {
    return table_.find(hash, [&](std::uint32_t at) { return lists_[at].hash == hash; });
  }

  chunked_vector<key_list> lists_;
  number_table table_;
};

}  // namespace hub
