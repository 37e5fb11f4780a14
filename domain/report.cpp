#include "domain/report.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <queue>
#include <tuple>

namespace hub {
namespace {

std::optional<name_id> position(const std::string& text, const dictionary& names) {
  if (text.empty()) return std::nullopt;
  return names.find(text).value_or(direct_group - 1);  // a name never heard of matches nothing
}

const std::string& sort_name(const report_row& row) { return row.names[0].empty() ? row.group[0] : row.names[0]; }

/// Credits that cancel out, such as those of a deal won and lost, leave nothing to show.
bool shows_nothing(const report_row& row) {
  const auto& s = row.spend;
  if (s && (s->cost != 0 || s->unpriced || s->impressions != 0 || s->clicks != 0 || s->has_platform_value ||
            s->has_platform_conversions))
    return false;
  return std::all_of(row.models.begin(), row.models.end(),
                     [](const auto& cell) { return cell.revenue == 0 && cell.conversions == share_sum{}; });
}

/// By revenue, those of each day, week or month together and in the order of time where these come first.
void sort_rows(std::vector<report_row>& rows, const std::vector<dimension>& group_by) {
  const bool by_time = !group_by.empty() && is_date_dimension(group_by[0]);
  std::sort(rows.begin(), rows.end(), [by_time](const auto& a, const auto& b) {
    if (by_time && a.group[0] != b.group[0]) return a.group[0] < b.group[0];
    const auto& x = a.models[0];
    const auto& y = b.models[0];
    if (x.revenue != y.revenue) return x.revenue > y.revenue;
    if (x.conversions.value() != y.conversions.value()) return x.conversions.value() > y.conversions.value();
    return std::tie(sort_name(a), a.group) < std::tie(sort_name(b), b.group);
  });
}

/// Days [from, to) of the spend that belongs to a range of instants in a zone.
std::pair<std::int32_t, std::int32_t> spend_days(const report_query& q) {
  const auto from = q.scope.from == std::numeric_limits<instant>::min() ? std::numeric_limits<std::int32_t>::min()
                                                                        : local_day(q.scope.from, q.zone);
  const auto to = q.scope.to == std::numeric_limits<instant>::max() ? std::numeric_limits<std::int32_t>::max()
                                                                    : local_day(q.scope.to, q.zone);
  return {from, to};
}

void override_spend(spend_report& spend, const report_query& q) {
  if (!q.ad_spend || q.campaign.empty()) return;
  auto& of_campaign = spend.groups[{q.campaign}];
  spend.total.cost += *q.ad_spend - of_campaign.cost;
  of_campaign.cost = *q.ad_spend;
}

void add_spend(attribution_report& report, const report_query& q, const report_book& book, spend_report spend) {
  report.all_spend = spend.total;
  report.foreign = foreign_days_of(spend.accounts, q.account_days.get(), q.zone.name);
  report.spend = spend_sum{};
  for (auto& row : report.rows) {
    const auto found = spend.groups.find(row.group);
    row.spend = found == spend.groups.end() ? spend_sum{} : found->second;
    if (found != spend.groups.end()) spend.groups.erase(found);
  }
  for (const auto& [group, sum] : spend.groups) {
    report_row row{group, std::vector<std::string>(group.size()), std::vector<credit_cell>(q.models.size()), sum};
    for (std::size_t i = 0; i < group.size(); ++i)
      if (q.group_by[i] == dimension::campaign) row.names[i] = book.campaign_name(group[i]);
    report.rows.push_back(std::move(row));
  }
  for (const auto& row : report.rows) report.spend->add(*row.spend);
  add(report.unconverted, spend.unconverted);
}

/// Nearest rank: the smallest value with at least *share* of the counts at or below it.
template <class Map>
typename Map::key_type rank(const Map& counts, std::uint64_t total, std::uint64_t percent) {
  const auto wanted = (total * percent + 99) / 100;
  std::uint64_t seen = 0;
  for (const auto& [value, count] : counts) {
    seen += count;
    if (seen >= wanted) return value;
  }
  return {};
}

/// Conversions by the whole days from the first touch on; the last count is of those who took longer, too.
using day_counts = std::array<std::uint64_t, lag_bars.back().second + 1>;

std::size_t day_of(std::int64_t seconds) {
  return static_cast<std::size_t>(std::clamp<std::int64_t>(seconds / (24 * 3600), 0, lag_bars.back().second));
}

/// The nearest rank of *values* that *days* counts: only those of one day are put into an order.
std::int64_t rank(const std::vector<std::int64_t>& values, const day_counts& days, std::uint64_t percent) {
  auto wanted = (values.size() * percent + 99) / 100;
  if (wanted == 0) return {};
  std::size_t day = 0;
  for (; days[day] < wanted; ++day) wanted -= days[day];
  std::vector<std::int64_t> of_day;
  of_day.reserve(days[day]);
  std::copy_if(values.begin(), values.end(), std::back_inserter(of_day), [&](auto s) { return day_of(s) == day; });
  const auto at = of_day.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
  std::nth_element(of_day.begin(), at, of_day.end());
  return *at;
}

/// How often a path must occur to be among the *top* most frequent. @param distinct  gets the number of all that occur
std::uint64_t least_frequent(const path_patterns& patterns, std::size_t top, std::uint64_t& distinct) {
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> most;
  std::uint64_t least = 0;  // of them, once there are enough
  distinct = 0;
  for (const auto& sum : patterns.sums) {
    distinct += sum.conversions != 0 ? 1U : 0U;
    if (sum.conversions <= least) continue;
    most.push(sum.conversions);
    if (most.size() > std::max<std::size_t>(top, 1)) most.pop();
    if (most.size() >= top) least = most.top();
  }
  return std::max<std::uint64_t>(least, 1);
}

/// The paths that may be among the *top* most frequent, and how many there are.
std::vector<path_row> frequent(const path_patterns& patterns, std::size_t top, std::uint64_t& distinct,
                               const std::function<std::string(name_id)>& text) {
  const auto least = least_frequent(patterns, top, distinct);
  std::vector<path_row> rows;
  patterns.for_each([&](auto steps, const auto& sum) {
    if (sum.conversions < least) return;
    auto& row = rows.emplace_back(path_row{{}, sum.conversions, sum.without, sum.revenue});
    for (const auto step : steps) row.path.push_back(text(step));
  });
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    if (a.conversions != b.conversions) return a.conversions > b.conversions;
    return std::tie(a.path, a.without, a.revenue) < std::tie(b.path, b.without, b.revenue);
  });
  if (rows.size() > top) rows.resize(top);
  return rows;
}

/// How many touches there are to a conversion, and how long it takes.
void times(path_report& report, const path_partial& partial) {
  report.median = rank(partial.lengths, partial.total, 50);
  report.p90 = rank(partial.lengths, partial.total, 90);
  for (std::uint32_t n = 1; n <= longest_bar; ++n)
    report.length_histogram.emplace_back(std::to_string(n) + (n == longest_bar ? "+" : ""), 0);
  for (const auto& [length, count] : partial.lengths)
    report.length_histogram[std::min(length, longest_bar) - 1].second += count;
  day_counts days{};
  for (const auto seconds : partial.seconds) {
    ++days[day_of(seconds)];
    report.total_seconds += seconds;
  }
  report.median_seconds = rank(partial.seconds, days, 50);
  report.p90_seconds = rank(partial.seconds, days, 90);
  for (const auto& [name, from] : lag_bars) report.lag_histogram.emplace_back(name, 0);
  for (std::size_t day = 0, bar = 0; day < days.size(); ++day) {
    if (bar + 1 < lag_bars.size() && lag_bars[bar + 1].second <= static_cast<std::int64_t>(day)) ++bar;
    report.lag_histogram[bar].second += days[day];
  }
}

}  // namespace

std::string path_text(dimension by, name_id value, const report_book& book) {
  if (value == path_start) return "(start)";
  if (value == path_conversion) return "(conversion)";
  const auto text = book.value_text(by, value);
  return by == dimension::campaign && value != direct_group && value != 0 ? book.campaign_name(text) : text;
}

std::string report_book::value_text(dimension d, std::uint32_t value) const {
  if (is_date_dimension(d)) return date_text(d, static_cast<std::int32_t>(value));
  if (value == direct_group) return "(direct)";
  return value == 0 ? "(not set)" : names.text(value);
}

std::string report_book::campaign_name(const std::string& key) const {
  const auto id = names.find(key);
  if (!id) return key;
  const auto label = labels.find(*id);
  return label == labels.end() ? key : names.text(label->second);
}

credit_query resolve(const report_query& query, const report_book& book) {
  credit_query q;
  q.from = query.scope.from;
  q.to = query.scope.to;
  q.type = position(query.scope.conversion_type, book.names);
  q.source = position(query.scope.source, book.names);
  q.campaign = position(query.campaign, book.names);
  q.include_offline = query.scope.include_offline;
  std::copy_if(query.models.begin(), query.models.end(), std::back_inserter(q.models),
               [](model m) { return !is_data_driven(m); });
  q.wish = wish_of(query);
  q.params = query.params;
  q.rules = query.rules;
  if (!query.policy.empty())
    q.rules.named = resolve(query.policy, query.rules.lookback_us, things_named_in(book, query.policy));
  q.group_by = query.group_by;
  q.basis = query.basis;
  q.currency = query.currency;
  q.rates = book.rates;
  q.zone = query.zone;
  if (!query.rules.bots) q.leave_out = query.leave_out;
  q.limits = book.limits;
  return q;
}

bool attribution_report::reconciles() const {
  for (std::size_t m = 0; m < attributed.size(); ++m) {
    std::int64_t sum = unattributed[m].revenue;
    if (query.campaign.empty())
      for (const auto& row : rows) sum += row.models[m].revenue;
    else
      sum += attributed[m].revenue;
    if (sum != booked[m]) return false;
  }
  return true;
}

spend_report spend_in_range(const report_query& q, const report_book& book) {
  const auto [from, to] = spend_days(q);
  auto spend = book.spend.sum(from, to, q.group_by, q.currency, *book.rates, q.campaign, book.joins);
  override_spend(spend, q);
  return spend;
}

attribution_report make_attribution(const report_query& query, const report_book& book, credit_partial&& partial,
                                    std::optional<spend_report> spend) {
  attribution_report report;
  report.query = query;
  report.unknown = unknown_names(query, book);
  report.data_seq = book.data_seq;
  for (auto& row : partial.rows) {
    report_row out;
    for (std::size_t i = 0; i < query.group_by.size(); ++i) {
      out.group.push_back(book.value_text(query.group_by[i], i == 0 ? row.key.first : row.key.second));
      const auto named = query.group_by[i] == dimension::campaign;
      out.names.push_back(named ? book.campaign_name(out.group.back()) : std::string());
    }
    out.models = std::move(row.models);
    report.rows.push_back(std::move(out));
  }
  report.attributed = std::move(partial.attributed);
  report.unattributed = std::move(partial.unattributed);
  report.booked = std::move(partial.booked);
  report.unconverted = std::move(partial.unconverted);
  report.left_out = std::move(partial.left_out);
  if (spend) add_spend(report, query, book, std::move(*spend));
  std::erase_if(report.rows, shows_nothing);
  sort_rows(report.rows, query.group_by);
  return report;
}

path_report make_paths(const report_query& query, const report_book& book, path_partial&& partial) {
  path_report report;
  report.query = query;
  report.unknown = unknown_names(query, book);
  report.data_seq = book.data_seq;
  report.total_paths = partial.total;
  report.no_touch = partial.no_touch;
  report.touches = partial.touches;
  report.unconverted = std::move(partial.unconverted);
  report.left_out = std::move(partial.left_out);
  const auto text = [&](name_id value) { return path_text(query.path_dimension, value, book); };
  report.top_patterns = frequent(each_once(std::move(partial.patterns)), query.top, report.unique_patterns, text);
  for (const auto& [name, count] : partial.counts) report.top_channels.emplace_back(text(name), count);
  const auto by_count = [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  };
  std::sort(report.top_channels.begin(), report.top_channels.end(), by_count);
  if (report.top_channels.size() > query.top) report.top_channels.resize(query.top);
  times(report, partial);
  for (const auto& [pair, count] : partial.transitions)
    report.transitions.emplace_back(std::pair(text(pair.first), text(pair.second)), count);
  std::sort(report.transitions.begin(), report.transitions.end(), by_count);
  for (const auto& [name, role] : partial.roles) report.roles.emplace_back(text(name), role);
  std::sort(report.roles.begin(), report.roles.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return report;
}

}  // namespace hub
