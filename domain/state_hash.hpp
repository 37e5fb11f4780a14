// The state hash: one number for everything that a hub makes of its facts. Two hubs that were told the same have the same
// one, whatever the order, the batches and the repetitions. docs/semantics.md, "State hash".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/keys.hpp"

namespace hub {

/// A set of things as the sum of their hashes modulo 2^128: the order in which they are added changes nothing.
class state_sum {
 public:
  void add(const key128& item) {
    ++count_;
    const auto low = sum_.low + item.low;
    sum_.high += item.high + (low < item.low ? 1 : 0);
    sum_.low = low;
  }
  const key128& sum() const { return sum_; }
  std::uint64_t count() const { return count_; }

 private:
  key128 sum_;
  std::uint64_t count_ = 0;
};

/// One thing under way into a sum: a list of numbers. Things of different lists of numbers have different hashes.
class state_item {
 public:
  state_item& put(std::uint64_t number) {
    words_.push_back(number);
    return *this;
  }
  state_item& put(std::int64_t number) { return put(static_cast<std::uint64_t>(number)); }
  state_item& put(const key128& key) { return put(key.high).put(key.low); }
  state_item& put(const state_sum& set) { return put(set.sum()).put(set.count()); }
  state_item& put(std::string_view text) { return put(content_key(text)); }

  /// The hash of what was put since the last one.
  key128 take() {
    const auto hash = content_key({reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(words_[0])});
    words_.clear();
    return hash;
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// What the hash covers, as sums; and the position in the log that they are of.
struct state_sums {
  state_sum contacts, conversions, events, touches, adjustments;
  std::uint64_t data_seq = 0;

  /// 64 hex digits: SHA-256 over the sums and counts. The position is not in it.
  std::string hash() const;
};

}  // namespace hub
