#include "domain/spend_split.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "domain/money.hpp"

namespace hub {
namespace {

constexpr std::array<std::int64_t spend_sum::*, 5> all_figures = {&spend_sum::cost, &spend_sum::impressions,
                                                                  &spend_sum::clicks, &spend_sum::platform_value,
                                                                  &spend_sum::platform_conversions};

/// An ad set: its own row, if there is one, and its ads.
struct told_adset {
  std::optional<spend_sum> own;
  std::vector<std::string> ads;
  std::vector<spend_sum> of_ads;

  spend_sum whole() const {
    if (own) return *own;
    spend_sum sum;
    for (const auto& ad : of_ads) sum.add(ad);
    return sum;
  }
};

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

/// *value* in the proportions of *told* and, last, of what these leave of *told_whole*.
std::vector<std::int64_t> in_proportion(std::int64_t value, std::int64_t told_whole,
                                        const std::vector<std::int64_t>& told) {
  std::vector<double> weights(told.begin(), told.end());
  double sum = 0;
  for (const auto w : weights) sum += w;
  weights.push_back(std::max(0.0, static_cast<double>(told_whole) - sum));
  sum += weights.back();
  if (sum <= 0) weights.back() = sum = 1;
  for (auto& w : weights) w /= sum;
  return allocate(value, weights);
}

/// The same for every figure. The last of the parts is the rest.
std::vector<spend_sum> shares(const spend_sum& whole, const spend_sum& told_whole, const std::vector<spend_sum>& told) {
  std::vector<spend_sum> parts(told.size() + 1);
  for (const auto figure : all_figures) {
    std::vector<std::int64_t> weights;
    for (const auto& t : told) weights.push_back(t.*figure);
    const auto values = in_proportion(whole.*figure, told_whole.*figure, weights);
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i].*figure = values[i];
  }
  bool value_told = false, conversions_told = false;
  for (std::size_t i = 0; i < told.size(); ++i) {
    value_told |= parts[i].has_platform_value = whole.has_platform_value && told[i].has_platform_value;
    conversions_told |= parts[i].has_platform_conversions =
        whole.has_platform_conversions && told[i].has_platform_conversions;
  }
  auto& rest = parts.back();
  rest.has_platform_value = whole.has_platform_value && (!value_told || rest.platform_value != 0);
  rest.has_platform_conversions =
      whole.has_platform_conversions && (!conversions_told || rest.platform_conversions != 0);
  for (auto& part : parts) part.unpriced = whole.unpriced;
  return parts;
}

void add_adset(const std::string& adset, const told_adset& told, const spend_sum& whole, std::vector<spend_part>& out) {
  auto parts = shares(whole, told.whole(), told.of_ads);
  for (std::size_t i = 0; i < told.ads.size(); ++i) out.push_back({adset, told.ads[i], parts[i]});
  out.push_back({adset, {}, parts.back()});
}

}  // namespace

spend_sum figures_of(const spend_event& row) {
  spend_sum sum;
  sum.cost = row.cost.minor;
  sum.impressions = row.impressions;
  sum.clicks = row.clicks;
  sum.has_platform_value = row.platform_value.has_value();
  sum.platform_value = row.platform_value.value_or(0);
  sum.has_platform_conversions = row.platform_conversions.has_value();
  if (row.platform_conversions) sum.platform_conversions = millionths(*row.platform_conversions);
  return sum;
}

std::vector<spend_part> split_spend(const spend_event& of, const spend_sum& whole, const spend_sum& told,
                                    const std::vector<std::pair<const spend_event*, spend_sum>>& finer) {
  if (finer.empty() || !of.ad_id.empty()) return {{of.adset_id, of.ad_id, whole}};
  std::map<std::string, told_adset> adsets;
  for (const auto& [row, sum] : finer) {
    auto& adset = adsets[row->adset_id];
    if (row->ad_id.empty()) {
      adset.own = sum;
    } else {
      adset.ads.push_back(row->ad_id);
      adset.of_ads.push_back(sum);
    }
  }
  std::vector<spend_part> out;
  if (!of.adset_id.empty()) {
    auto& adset = adsets[of.adset_id];
    adset.own = told;
    add_adset(of.adset_id, adset, whole, out);
    return out;
  }
  std::vector<spend_sum> told_of_adsets;
  for (const auto& [name, adset] : adsets) told_of_adsets.push_back(adset.whole());
  const auto parts = shares(whole, told, told_of_adsets);
  std::size_t at = 0;
  for (const auto& [name, adset] : adsets) add_adset(name, adset, parts[at++], out);
  out.push_back({{}, {}, parts.back()});
  return out;
}

}  // namespace hub
