// Persons under construction: a union-find over identifiers that knows which strong kinds each side holds.
#pragma once

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "domain/identity_resolution.hpp"

namespace hub {

class identity_persons {
 public:
  using member = std::uint32_t;

  explicit identity_persons(const std::vector<identifier_kind>& kinds) : parent_(kinds.size()), holds_(kinds.size()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    for (std::size_t i = 0; i < kinds.size(); ++i) holds_[i] = strong_mask(kinds[i]);
  }

  /// One bit for a strong kind, none for others.
  static std::uint8_t strong_mask(identifier_kind kind) {
    return static_cast<std::uint8_t>(is_strong(kind) ? 1U << static_cast<unsigned>(kind) : 0U);
  }

  member root(member x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  /// The strong kinds that the person of *x* has identifiers of.
  std::uint8_t holds(member x) { return holds_[root(x)]; }
  /// Both sides hold identifiers of one strong kind: they differ, or the sides were one already.
  bool conflict(member a, member b) { return (holds(a) & holds(b)) != 0; }
  /// The root of both is the lower of the two.
  void unite(member a, member b) {
    a = root(a);
    b = root(b);
    if (b < a) std::swap(a, b);
    parent_[b] = a;
    holds_[a] = static_cast<std::uint8_t>(holds_[a] | holds_[b]);
  }

 private:
  std::vector<member> parent_;
  std::vector<std::uint8_t> holds_;
};

}  // namespace hub
