// The rules of eligibility that name things, with names turned into positions of the dictionary: tables that a scan looks
// into by position. Made once for a question; see touch_policy.hpp for what they mean.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/dictionary.hpp"
#include "domain/touch_policy.hpp"

namespace hub {

/// The window of every touch, by type of the conversion, channel and interaction.
struct window_table {
  static constexpr std::size_t interactions = 4;
  std::vector<std::pair<name_id, std::uint32_t>>
      types;                            ///< those with windows of their own, by name; others have row 0
  std::vector<std::uint32_t> channels;  ///< column by name, 0 for those beyond and for all others
  std::uint32_t columns = 1;
  std::vector<std::int64_t> lookback_us;  ///< row by row, column by column, by interaction; 0: unlimited
  std::vector<std::int64_t> longest_us;   ///< by row; 0: unlimited

  bool empty() const { return lookback_us.empty(); }
  std::uint32_t row_of(name_id type) const {
    for (const auto& [name, row] : types)
      if (name == type) return row;
    return 0;
  }
  std::int64_t at(std::uint32_t row, name_id channel, std::uint8_t interaction) const {
    const auto column = channel < channels.size() ? channels[channel] : 0;
    return lookback_us[(row * columns + column) * interactions + interaction];
  }
  friend bool operator==(const window_table&, const window_table&) = default;
};

struct named_rules {
  window_table windows;                ///< empty: the same for all
  std::vector<std::uint32_t> ranks;    ///< by campaign: 0 for none, also for those beyond; 1 goes before 2
  std::vector<std::uint8_t> excluded;  ///< by source and medium: 1 for those that a refused referrer sent

  std::uint32_t rank_of(name_id campaign) const { return campaign < ranks.size() ? ranks[campaign] : 0; }
  bool excludes(name_id source_medium) const { return source_medium < excluded.size() && excluded[source_medium] != 0; }
  friend bool operator==(const named_rules&, const named_rules&) = default;
};

/// What the names of a dictionary are names of. The texts belong to somebody else.
struct things_named {
  struct campaign {
    name_id name = 0;
    std::string_view key, shown;
  };
  std::vector<std::pair<name_id, std::string_view>> types, channels, source_media;
  std::vector<campaign> campaigns;
};

/// *policy* over these names; what no rule fits has *lookback_us*.
named_rules resolve(const touch_policy& policy, std::int64_t lookback_us, const things_named& things);

}  // namespace hub
