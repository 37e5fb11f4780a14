// Distinct paths with what they count. Short paths over few states are one machine word, so that most are found without
// touching memory of their own.
#pragma once

#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace hub {

/// Sums by path. *Sum* has `add(Sum)`; states are small numbers.
template <class Sum>
class path_table {
 public:
  /// Answers the number of the path, in the order in which paths turned up.
  std::uint32_t add(std::span<const std::uint32_t> steps, const Sum& what) {
    const auto packed = pack(steps);
    auto* place = packed != 0 ? &short_.try_emplace(packed, unknown).first->second
                              : &long_.try_emplace({steps.begin(), steps.end()}, unknown).first->second;
    if (*place == unknown) {
      *place = static_cast<std::uint32_t>(sums_.size());
      begins_.push_back(steps_.size());
      steps_.insert(steps_.end(), steps.begin(), steps.end());
      sums_.emplace_back();
    }
    sums_[*place].add(what);
    return *place;
  }

  std::size_t size() const { return sums_.size(); }
  const Sum& sum(std::size_t i) const { return sums_[i]; }
  std::span<const std::uint32_t> steps(std::size_t i) const {
    const auto end = i + 1 < begins_.size() ? begins_[i + 1] : steps_.size();
    return std::span(steps_).subspan(begins_[i], end - begins_[i]);
  }

 private:
  static constexpr std::uint32_t unknown = 0xFFFF'FFFFU;

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
  boost::unordered_flat_map<std::vector<std::uint32_t>, std::uint32_t, boost::hash<std::vector<std::uint32_t>>> long_;
  std::vector<std::size_t> begins_;
  std::vector<std::uint32_t> steps_;
  std::vector<Sum> sums_;
};

}  // namespace hub
