// Distinct paths with what they count. Short paths over few states are one machine word, so that most are found without
// touching memory of their own.
#pragma once

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/number_table.hpp"
#include "domain/random_numbers.hpp"

namespace hub {

/// Sums by path. *Sum* has `add(Sum)`; states are small numbers.
template <class Sum>
class path_table {
 public:
  /// Answers the number of the path, in the order in which paths turned up.
  std::uint32_t add(std::span<const std::uint32_t> steps, const Sum& what) {
    const auto number = number_of(steps);
    if (number == sums_.size()) {
      begins_.push_back(steps_.size());
      steps_.insert(steps_.end(), steps.begin(), steps.end());
      sums_.emplace_back();
    }
    sums_[number].add(what);
    return number;
  }

  std::size_t size() const { return sums_.size(); }
  const Sum& sum(std::size_t i) const { return sums_[i]; }
  std::span<const std::uint32_t> steps(std::size_t i) const {
    const auto end = i + 1 < begins_.size() ? begins_[i + 1] : steps_.size();
    return std::span(steps_).subspan(begins_[i], end - begins_[i]);
  }

 private:
  /// Of a path that is new, the next number.
  std::uint32_t number_of(std::span<const std::uint32_t> path) {
    const auto next = static_cast<std::uint32_t>(sums_.size());
    if (const auto packed = pack(path); packed != 0) return short_.try_emplace(packed, next).first->second;
    std::uint64_t mixed = path.size();
    for (const auto s : path) mixed = random_numbers(mixed ^ s).next();
    const auto known = long_.find(mixed, [&](auto no) { return std::ranges::equal(steps(no), path); });
    if (known != number_table::absent) return known;
    long_.insert(mixed, next);
    return next;
  }

  /// One byte a step, none of them zero; 0 for a path that does not fit.
  static std::uint64_t pack(std::span<const std::uint32_t> steps) {
    if (steps.size() > 8) return 0;
    std::uint64_t packed = 0;
    for (const auto s : steps) {
      if (s >= 255) return 0;
      packed = packed << 8 | (s + 1);
    }
    return packed;
  }

  boost::unordered_flat_map<std::uint64_t, std::uint32_t> short_;
  number_table long_;
  std::vector<std::size_t> begins_;
  std::vector<std::uint32_t> steps_;
  std::vector<Sum> sums_;
};

}  // namespace hub
