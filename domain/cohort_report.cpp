#include "domain/cohort_report.hpp"

#include <algorithm>
#include <tuple>

namespace hub {
namespace {

/// Spend by month, and by month and campaign.
struct month_spend {
  std::map<std::string, std::int64_t> months;
  std::map<std::pair<std::string, std::string>, std::int64_t> campaigns;
};

month_spend by_month(const spend_report& spend) {
  month_spend out;
  for (const auto& [group, sum] : spend.groups) {
    out.months[group[0]] += sum.cost;
    out.campaigns[{group[0], group[1]}] += sum.cost;
  }
  return out;
}

/// True when every customer of the month had *days* whole days, and the month itself is over, by *until*.
bool is_mature(std::int32_t month, std::int32_t days, instant until, const zone& z) {
  const auto end = day_start(bucket_day(dimension::month, month + 31), z);
  return end + (static_cast<instant>(days) + 1) * day_us <= until;
}

/// The first day on which the revenue had reached *spend*.
std::optional<std::int32_t> payback_day(const cohort_sum& sum, std::int64_t spend) {
  std::int64_t revenue = 0;
  for (const auto& [day, amount] : sum.revenue)
    if ((revenue += amount) >= spend) return day;
  return std::nullopt;
}

cohort_row row_of(std::int32_t month, const cohort_sum& sum, std::optional<std::int64_t> spend, instant until,
                  const zone& z) {
  cohort_row row;
  row.month = date_text(dimension::month, month);
  row.customers = sum.customers;
  for (std::size_t i = 0; i < cohort_days.size(); ++i) {
    for (const auto& [day, amount] : sum.revenue)
      if (day <= cohort_days[i]) row.revenue[i] += amount;
    row.mature[i] = is_mature(month, cohort_days[i], until, z);
  }
  row.revenue_so_far = sum.total();
  row.spend = spend;
  if (spend && *spend > 0) row.payback_day = payback_day(sum, *spend);
  return row;
}

const std::string& shown(const cohort_row& row) { return row.name.empty() ? row.group : row.name; }

bool before(const cohort_row& a, const cohort_row& b) {
  if (a.month != b.month) return a.month < b.month;
  if (a.revenue_so_far != b.revenue_so_far) return a.revenue_so_far > b.revenue_so_far;
  return std::tie(shown(a), a.group) < std::tie(shown(b), b.group);
}

}  // namespace

spend_report cohort_spend(const report_query& query, const report_book& book) {
  auto by = query;
  by.group_by = {dimension::month, dimension::campaign};
  return spend_in_range(by, book);
}

cohort_report make_cohorts(const report_query& query, const report_book& book, cohort_partial&& partial,
                           const spend_report& spent, instant until) {
  cohort_report out;
  out.query = query;
  out.data_seq = book.data_seq;
  out.until = std::min(until, partial.latest);
  out.unconverted = std::move(partial.unconverted);
  out.left_out = std::move(partial.left_out);
  out.foreign = foreign_days_of(spent.accounts, query.account_days.get(), query.zone.name);
  out.unknown = unknown_names(query, book);
  const auto by = query.group_by[0];
  auto spend = by_month(spent);
  add(out.unconverted, spent.unconverted);
  std::map<std::int32_t, cohort_sum> months;
  for (const auto& [key, sum] : partial.cohorts) {
    months[key.month].add(sum);
    if (key.group == unattributed_group) {
      out.unattributed.push_back(row_of(key.month, sum, std::nullopt, out.until, query.zone));
      continue;
    }
    const auto group = book.value_text(by, key.group);
    std::optional<std::int64_t> cost;
    if (by == dimension::campaign) {
      const auto found = spend.campaigns.find({date_text(dimension::month, key.month), group});
      cost = found == spend.campaigns.end() ? 0 : found->second;
      if (found != spend.campaigns.end()) spend.campaigns.erase(found);
    }
    out.rows.push_back(row_of(key.month, sum, cost, out.until, query.zone));
    out.rows.back().group = group;
    if (by == dimension::campaign) out.rows.back().name = book.campaign_name(group);
  }
  for (const auto& [month, cost] : spend.months)
    if (const auto day = parse_day(month + "-01")) months.try_emplace(*day);
  for (const auto& [month, sum] : months)
    out.months.push_back(row_of(month, sum, spend.months[date_text(dimension::month, month)], out.until, query.zone));
  for (const auto& [key, cost] : spend.campaigns) {  // spent without a customer
    const auto day = parse_day(key.first + "-01");
    if (by != dimension::campaign || !day) continue;
    out.rows.push_back(row_of(*day, {}, cost, out.until, query.zone));
    out.rows.back().group = key.second;
    out.rows.back().name = book.campaign_name(key.second);
  }
  std::sort(out.rows.begin(), out.rows.end(), before);
  return out;
}

}  // namespace hub
