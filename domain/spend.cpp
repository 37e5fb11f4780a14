#include "domain/spend.hpp"

#include <algorithm>

namespace hub {
namespace {

/// Decimal text in units of 10^-6; digits beyond are cut. The text was checked when it came in.
std::int64_t millionths(const std::string& text) {
  std::int64_t value = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.') {
      decimals = 0;
    } else if (c >= '0' && c <= '9' && decimals < 6) {
      value = value * 10 + (c - '0');
      if (decimals >= 0) ++decimals;
    }
  }
  for (auto d = std::max(decimals, 0); d < 6; ++d) value *= 10;
  return value;
}

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
      spend_sum sum;
      const auto convert = [&rates, &in, &day = key.day, &from_currency = row.cost.currency](std::int64_t minor) {
        return rates.convert(minor, from_currency, in, day).value_or(0);
      };
      if (row.cost.minor != 0 && !rates.convert(row.cost.minor, row.cost.currency, in, key.day)) {
        auto& left = report.unconverted[row.cost.currency];
        left.amount += row.cost.minor;
        ++left.entries;
      }
      sum.cost = convert(row.cost.minor);
      sum.impressions = row.impressions;
      sum.clicks = row.clicks;
      sum.has_platform_value = row.platform_value.has_value();
      sum.platform_value = convert(row.platform_value.value_or(0));
      sum.has_platform_conversions = row.platform_conversions.has_value();
      if (row.platform_conversions) sum.platform_conversions = millionths(*row.platform_conversions);
      report.total.add(sum);
      if (!campaign.empty() && called != campaign) continue;
      std::vector<std::string> group;
      for (const auto d : group_by) group.push_back(is_date_dimension(d) ? date_text(d, key.day) : called);
      report.groups[group].add(sum);
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
