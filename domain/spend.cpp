#include "domain/spend.hpp"

#include <algorithm>

#include "domain/spend_split.hpp"

namespace hub {
namespace {

/// 0: whole campaign, 1: adset, 2: ad.
int level_of(const spend_event& e) { return e.ad_id.empty() ? (e.adset_id.empty() ? 0 : 1) : 2; }

template <class Levels>
int coarsest_of(const Levels& levels) {
  int coarsest = 2;
  for (const auto& [level, row] : levels) coarsest = std::min(coarsest, level_of(row));
  return coarsest;
}

const std::string& campaign_of(const spend_event& row) {
  return row.campaign_id.empty() ? row.campaign_name : row.campaign_id;
}

/// Amounts in another currency at the rates of the day; 0 where there is no rate.
spend_sum converted(spend_sum sum, currency from, currency to, std::int32_t day, const rate_table& rates) {
  sum.cost = rates.convert(sum.cost, from, to, day).value_or(0);
  sum.platform_value = rates.convert(sum.platform_value, from, to, day).value_or(0);
  return sum;
}

bool goes_below_campaign(const std::vector<dimension>& group_by) {
  return std::any_of(group_by.begin(), group_by.end(),
                     [](auto d) { return d == dimension::adset || d == dimension::ad; });
}

std::string group_text(dimension d, std::int32_t day, const std::string& campaign, const spend_part& part) {
  if (is_date_dimension(d)) return date_text(d, day);
  if (d == dimension::campaign) return campaign;
  const auto& name = d == dimension::adset ? part.adset : part.ad;
  return name.empty() ? "(not set)" : name;
}

}  // namespace

spend_place place_of(const spend_event& row) {
  return {row.platform, row.account, campaign_of(row), row.day, row.adset_id, row.ad_id};
}

void spend_sum::add(const spend_sum& o) {
  cost += o.cost;
  impressions += o.impressions;
  clicks += o.clicks;
  platform_value += o.platform_value;
  platform_conversions += o.platform_conversions;
  has_platform_value = has_platform_value || o.has_platform_value;
  has_platform_conversions = has_platform_conversions || o.has_platform_conversions;
  unpriced = unpriced || o.unpriced;
}

void spend_book::put(const spend_event& row) {
  rows_[{row.platform, row.account, campaign_of(row), row.day}][{row.adset_id, row.ad_id}] = row;
}

spend_report spend_book::sum(std::int32_t from, std::int32_t to, const std::vector<dimension>& group_by, currency in,
                             const rate_table& rates, std::string_view campaign, const campaign_joins& joins) const {
  spend_report report;
  const spend_event* last = nullptr;  // rows of one campaign, and of one account, stand side by side
  for (const auto& [key, levels] : rows_) {
    if (key.day < from || key.day >= to) continue;
    const auto coarsest = coarsest_of(levels);
    const auto& called = joined(joins, key.campaign);
    if (last == nullptr || last->platform != key.platform || campaign_of(*last) != key.campaign)
      report.platforms[called].insert(key.platform);
    for (const auto& [level, row] : levels) {
      if (level_of(row) != coarsest) continue;
      if (last == nullptr || last->platform != row.platform || last->account != row.account || last->tz != row.tz)
        report.accounts.insert({row.platform, row.account, row.tz});
      last = &row;
      const auto priced = rates.convert(row.cost.minor, row.cost.currency, in, key.day);
      if (row.cost.minor != 0 && !priced) {
        auto& left = report.unconverted[row.cost.currency];
        left.spend += row.cost.minor;
        ++left.spend_rows;
      }
      const auto told = figures_of(row);
      auto sum = converted(told, row.cost.currency, in, key.day, rates);
      sum.unpriced = row.cost.minor != 0 && !priced;
      report.total.add(sum);
      if (!campaign.empty() && called != campaign) continue;
      std::vector<std::pair<const spend_event*, spend_sum>> finer;
      if (goes_below_campaign(group_by))
        for (const auto& [below, other] : levels)
          if (level_of(other) > coarsest && (row.adset_id.empty() || other.adset_id == row.adset_id))
            finer.emplace_back(&other,
                               converted(figures_of(other), other.cost.currency, row.cost.currency, key.day, rates));
      for (const auto& part : split_spend(row, sum, told, finer)) {
        std::vector<std::string> group;
        for (const auto d : group_by) group.push_back(group_text(d, key.day, called, part));
        report.groups[group].add(part.sum);
      }
    }
  }
  return report;
}

std::vector<listed_spend> spend_book::page(std::int32_t from, std::int32_t to, const std::optional<spend_place>& after,
                                           std::size_t limit) const {
  std::vector<listed_spend> out;
  auto at = after ? rows_.lower_bound({after->platform, after->account, after->campaign, after->day}) : rows_.begin();
  for (; at != rows_.end(); ++at) {
    if (at->first.day < from || at->first.day >= to) continue;
    const auto coarsest = coarsest_of(at->second);
    for (const auto& [level, row] : at->second) {
      if (after && place_of(row) <= *after) continue;
      if (out.size() == limit) return out;
      out.push_back({row, level_of(row) == coarsest});
    }
  }
  return out;
}

}  // namespace hub
