#include "domain/match_report.hpp"

#include <algorithm>
#include <set>

namespace hub {
namespace {

constexpr std::size_t most_candidates = 5'000;  // campaigns with spend that a suggestion may name

using rows_by_key = std::map<std::string, match_row>;

bool costs(const match_row& r) {
  return r.spend.unpriced || r.spend.cost != 0 || r.spend.impressions != 0 || r.spend.clicks != 0 ||
         r.spend.has_platform_value || r.spend.has_platform_conversions;
}

std::string most_told(const touch_count& count, const dictionary& names) {
  std::string best;
  std::uint64_t most = 0;
  for (const auto& [channel, touches] : count.channels) {
    const auto& name = names.text(channel);
    if (touches < most || (touches == most && name >= best)) continue;
    best = name;
    most = touches;
  }
  return best;
}

bool by_spend(const match_row& a, const match_row& b) {
  return a.spend.cost != b.spend.cost ? a.spend.cost > b.spend.cost : a.campaign.key < b.campaign.key;
}

bool by_touches(const match_row& a, const match_row& b) {
  return a.touches != b.touches ? a.touches > b.touches : a.campaign.key < b.campaign.key;
}

/// What every campaign cost, was met and earned.
rows_by_key rows_of(const report_book& book, const credit_partial& credit, const match_partial& touches,
                    const spend_report& spend) {
  rows_by_key rows;
  for (const auto& [group, sum] : spend.groups) rows[group[0]].spend = sum;
  for (const auto& [campaign, count] : touches) {
    if (campaign == 0) continue;
    auto& row = rows[book.names.text(campaign)];
    row.touches = count.touches;
    row.channel = most_told(count, book.names);
  }
  for (const auto& row : credit.rows)
    if (row.key.first != 0 && row.key.first != direct_group)
      rows[book.names.text(row.key.first)].credit = row.models[0];
  for (auto& [key, row] : rows) row.campaign = {key, book.campaign_name(key)};
  return rows;
}

std::vector<alias_suggestion> suggestions_for(const std::vector<match_row>& without_spend,
                                              std::vector<match_row> spenders, const report_book& book) {
  std::set<std::string> joined_to;  // an alias does not lead on to another
  for (const auto& [from, to] : book.joins) joined_to.insert(to);
  std::vector<named_campaign> from, to;
  for (const auto& row : without_spend)
    if (!joined_to.contains(row.campaign.key)) from.push_back(row.campaign);
  std::sort(spenders.begin(), spenders.end(), by_spend);
  if (spenders.size() > most_candidates) spenders.resize(most_candidates);
  for (const auto& row : spenders) to.push_back(row.campaign);
  return suggest_aliases(from, to);
}

}  // namespace

void match_sum::add(const match_row& row) {
  ++campaigns;
  spend.add(row.spend);
  touches += row.touches;
  credit.add(row.credit);
}

match_report make_match(const report_query& query, const report_book& book, credit_partial&& credit,
                        const match_partial& touches, const spend_report& spend) {
  match_report out;
  out.query = query;
  out.data_seq = book.data_seq;
  std::vector<match_row> spenders;
  for (auto& [key, row] : rows_of(book, credit, touches, spend)) {
    if (const auto billed = spend.platforms.find(key); billed != spend.platforms.end())
      row.platforms.assign(billed->second.begin(), billed->second.end());
    const bool cost = costs(row), met = row.touches != 0;
    if (cost) spenders.push_back(row);
    if (cost && met) {
      out.matched.add(row);
    } else if (cost) {
      out.only_spend.add(row);
      out.without_touches.push_back(row);
    } else if (met) {
      out.only_touches.add(row);
      out.without_spend.push_back(row);
    }
  }
  std::sort(out.without_touches.begin(), out.without_touches.end(), by_spend);
  std::sort(out.without_spend.begin(), out.without_spend.end(), by_touches);
  if (out.without_touches.size() > query.top) out.without_touches.resize(query.top);
  if (out.without_spend.size() > query.top) out.without_spend.resize(query.top);
  if (const auto none = touches.find(0); none != touches.end()) out.touches_without_campaign = none->second.touches;
  out.suggestions = suggestions_for(out.without_spend, std::move(spenders), book);
  out.unconverted = std::move(credit.unconverted);
  add(out.unconverted, spend.unconverted);
  out.left_out = std::move(credit.left_out);
  out.unknown = unknown_names(query, book);
  out.foreign = foreign_days_of(spend.accounts, query.account_days.get(), query.zone.name);
  return out;
}

}  // namespace hub
