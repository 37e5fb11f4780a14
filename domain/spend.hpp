// What the advertising cost: rows by (platform, account, campaign, adset, ad, day), summed without counting a level
// twice. docs/semantics.md, "Spend".
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/account_zones.hpp"
#include "domain/campaign_aliases.hpp"
#include "domain/credit.hpp"
#include "domain/facts.hpp"
#include "domain/rates.hpp"

namespace hub {

/// Spend and what the platform claims for it, in minor units of the report's currency.
struct spend_sum {
  std::int64_t cost = 0;
  std::int64_t impressions = 0;
  std::int64_t clicks = 0;
  std::int64_t platform_value = 0;
  std::int64_t platform_conversions = 0;  ///< in units of 10^-6 conversion
  bool has_platform_value = false;
  bool has_platform_conversions = false;
  bool unpriced = false;  ///< some of the cost had no rate and is not in `cost`

  void add(const spend_sum& o);
};

/// Spend by the group that a report shows.
struct spend_report {
  std::map<std::vector<std::string>, spend_sum> groups;  ///< by the group values, e.g. {campaign id} or {day}
  spend_sum total;
  unconverted_sums unconverted;
  std::map<std::string, std::set<std::string>> platforms;  ///< that billed each campaign, whatever the groups
  std::set<account_zone> accounts;  ///< with rows in range, and the zone of their days that the rows state
};

/// What names a row of spend, in the order of pages.
struct spend_place {
  std::string platform, account, campaign;
  std::int32_t day = 0;
  std::string adset, ad;
  friend auto operator<=>(const spend_place&, const spend_place&) = default;
};
spend_place place_of(const spend_event& row);

/// A row, and whether it is a cost or only splits one that a coarser row states.
struct listed_spend {
  spend_event row;
  bool counted = true;
};

class spend_book {
 public:
  /// Adds a row or replaces the one of the same key.
  void put(const spend_event& row);
  void clear() { rows_.clear(); }
  std::size_t size() const { return rows_.size(); }

  /// Sums days [from, to) by *group_by* (campaign, adset, ad, day, week or month; at most two). Where a campaign's day
  /// has rows of several levels, the coarsest is the cost and the finer ones split it (spend_split.hpp); what they leave,
  /// and what was never told by ad set or ad, is of the group `(not set)`. Campaigns are called as *joins* has it. With *campaign* the groups hold
  /// that campaign's rows only; the total is of all.
  spend_report sum(std::int32_t from, std::int32_t to, const std::vector<dimension>& group_by, currency in,
                   const rate_table& rates, std::string_view campaign = {}, const campaign_joins& joins = {}) const;

  /// At most *limit* rows of the days [from, to) past *after*, by place.
  std::vector<listed_spend> page(std::int32_t from, std::int32_t to, const std::optional<spend_place>& after,
                                 std::size_t limit) const;

 private:
  /// platform, account, campaign, day → rows by (adset, ad)
  struct campaign_day {
    std::string platform, account, campaign;
    std::int32_t day = 0;
    friend auto operator<=>(const campaign_day&, const campaign_day&) = default;
  };
  using level_rows = std::map<std::pair<std::string, std::string>, spend_event>;
  std::map<campaign_day, level_rows> rows_;
};

}  // namespace hub
