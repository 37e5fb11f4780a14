// Events that carry one key, found by its hash: the first of them, from which the records go on, and how many there are.
#pragma once

#include <cstdint>
#include <deque>

#include "domain/number_table.hpp"
#include "domain/records.hpp"

namespace hub {

struct key_list {
  std::uint64_t hash = 0;
  event_no first = nothing;
  std::uint32_t count = 0;
};

class key_lists {
 public:
  /// Nothing where no event carries it.
  const key_list* find(std::uint64_t hash) const {
    const auto at = position(hash);
    return at == number_table::absent || lists_[at].count == 0 ? nullptr : &lists_[at];
  }
  key_list* find(std::uint64_t hash) { return const_cast<key_list*>(std::as_const(*this).find(hash)); }

  /// The list of this key, empty when no event carries it yet.
  key_list& at(std::uint64_t hash) {
    auto at = position(hash);
    if (at == number_table::absent) {
      at = static_cast<std::uint32_t>(lists_.size());
      lists_.push_back({hash, nothing, 0});
      table_.insert(hash, at);
    }
    return lists_[at];
  }

  /// Has what find() and at() read brought near.
  void fetch(std::uint64_t hash) const { table_.fetch(hash); }

  std::size_t bytes() const { return lists_.size() * sizeof(key_list) + table_.bytes(); }

  auto begin() const { return lists_.begin(); }
  auto end() const { return lists_.end(); }

 private:
  std::uint32_t position(std::uint64_t hash) const {
    return table_.find(hash, [&](std::uint32_t at) { return lists_[at].hash == hash; });
  }

  std::deque<key_list> lists_;  // grows without copying; an empty one stays
  number_table table_;
};

}  // namespace hub
