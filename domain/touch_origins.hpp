// Where touches came from: the names of a touch repeat in the same few combinations, so a touch holds the number of its.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/dictionary.hpp"
#include "domain/number_table.hpp"
#include "domain/random_numbers.hpp"

namespace hub {

/// The names of a touch, as positions in the hub's dictionary.
struct touch_origin {
  name_id channel = 0;
  name_id source_medium = 0;
  name_id campaign = 0;
  name_id adset = 0;
  name_id ad = 0;

  std::array<name_id, 5> all() const { return {channel, source_medium, campaign, adset, ad}; }
  friend bool operator==(const touch_origin&, const touch_origin&) = default;
};

/// Distinct combinations of names by number, in the order in which they turned up. *Names* says all() of its names.
template <class Names>
class name_combinations {
 public:
  std::uint32_t intern(const Names& origin) {
    const auto hash = hash_of(origin);
    const auto known = numbers_.find(hash, [&](auto no) { return all_[no] == origin; });
    if (known != number_table::absent) return known;
    const auto no = static_cast<std::uint32_t>(all_.size());
    all_.push_back(origin);
    numbers_.insert(hash, no);
    return no;
  }
  const Names& operator[](std::uint32_t no) const { return all_[no]; }
  std::span<const Names> all() const { return all_; }
  std::size_t bytes() const { return all_.capacity() * sizeof(Names) + numbers_.bytes(); }

 private:
  static std::uint64_t hash_of(const Names& o) {
    std::uint64_t hash = 0;
    for (const auto name : o.all()) hash = (hash ^ name) * 0x9E37'79B9'7F4A'7C15ULL ^ hash >> 29;
    return random_numbers(hash).next();
  }

  std::vector<Names> all_;
  number_table numbers_;
};

using origin_table = name_combinations<touch_origin>;

/// One name of every touch, read through its origin.
class origin_names {
 public:
  origin_names(std::span<const std::uint32_t> origin, std::span<const touch_origin> origins,
               name_id touch_origin::*which)
      : origin_(origin), origins_(origins), which_(which) {}

  name_id operator[](std::size_t touch) const { return of_origin(origin_[touch]); }
  /// Of one origin, by its number.
  name_id of_origin(std::size_t origin) const { return origins_[origin].*which_; }

 private:
  std::span<const std::uint32_t> origin_;
  std::span<const touch_origin> origins_;
  name_id touch_origin::*which_;
};

}  // namespace hub
