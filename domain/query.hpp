// What a report is asked, and the part of it that a shard needs: names already turned into dictionary positions.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/account_zones.hpp"
#include "domain/data_models.hpp"
#include "domain/eligibility.hpp"
#include "domain/labels_values.hpp"
#include "domain/log_moment.hpp"
#include "domain/models.hpp"
#include "domain/rates.hpp"

namespace hub {

/// What rows are grouped by. Those up to `source_medium` are properties of a touch, the rest of the conversion.
enum class dimension : std::uint8_t {
  campaign,
  adset,
  ad,
  channel,
  source_medium,
  conversion_type,
  source,
  country,
  day,
  week,
  month
};

std::string_view to_string(dimension d);
/// Error: `dimension-unknown`, naming the dimensions there are.
result<dimension> parse_dimension(std::string_view name);
constexpr bool is_touch_dimension(dimension d) { return d <= dimension::source_medium; }
constexpr bool is_date_dimension(dimension d) { return d >= dimension::day; }

/// The day number that *day* counts to in a date dimension: itself, its Monday, the first of its month.
std::int32_t bucket_day(dimension d, std::int32_t day);

/// What a date group is called: its first day, or YYYY-MM for a month.
std::string date_text(dimension d, std::int32_t day);

/// How credit is dated: by the conversion's entries or by the touch that earned it.
enum class report_basis : std::uint8_t { conversion, touch };
std::string_view to_string(report_basis b);

enum class path_transform : std::uint8_t { exposure, none, unique, first };
std::string_view to_string(path_transform t);

/// What conversions a report covers. Half-open in time.
struct report_scope {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
  std::string conversion_type;  ///< empty: every type
  std::string source;           ///< empty: every source
  bool include_offline = true;
};

/// A report request, as the HTTP routes read it.
struct report_query {
  report_scope scope;
  std::vector<model> models = {model::time_decay};
  model_params params;
  data_model_params data_models;
  touch_rules rules;    ///< without `named`, which comes of the policy
  touch_policy policy;  ///< the rules of eligibility that name things
  std::vector<dimension> group_by = {dimension::campaign};
  report_basis basis = report_basis::conversion;
  hub::currency currency;
  hub::zone zone;
  std::string campaign;                  ///< only this campaign's rows; empty: all
  std::optional<std::int64_t> ad_spend;  ///< minor units; overrides the spend of `campaign`
  dimension path_dimension = dimension::channel;
  path_transform transform = path_transform::exposure;
  std::size_t top = 10;
  std::shared_ptr<const account_zones> account_days;  ///< zones of ad accounts, where configured
  label_set leave_out;                                ///< the policy; `rules.bots` lets everything in
  std::optional<log_moment> as_of;  ///< answered from what was received by then; absent: from everything
};

/// Which counts the data-driven models of a question need.
struct tally_wish {
  bool transitions = false;  ///< of single states
  bool state_sums = false;
  bool sets = false;       ///< paths as sets of distinct states
  bool sequences = false;  ///< paths touch by touch; makes `sets` needless
  bool without = false;    ///< journeys that led nowhere

  bool any() const { return transitions || state_sums || sets || sequences; }
};

/// A report request as a shard reads it.
struct credit_query {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
  std::optional<name_id> type;
  std::optional<name_id> source;
  std::optional<name_id> campaign;
  bool include_offline = true;
  std::vector<model> models;  ///< those that weigh the touches of one conversion
  tally_wish wish;            ///< for the others
  model_params params;
  touch_rules rules;
  std::vector<dimension> group_by;
  report_basis basis = report_basis::conversion;
  hub::currency currency;
  std::shared_ptr<const rate_table> rates;
  hub::zone zone;
  label_set leave_out;  ///< conversions that carry any of these are out of scope
  std::shared_ptr<const value_limits> limits;
};

/// Conversions that are out of scope for their labels alone.
struct left_out_sum {
  std::int64_t conversions = 0;
  std::map<hub::currency, std::int64_t> net;  ///< minor units

  void add(const left_out_sum& more) {
    conversions += more.conversions;
    for (const auto& [currency, minor] : more.net) net[currency] += minor;
  }
  friend bool operator==(const left_out_sum&, const left_out_sum&) = default;
};

/// The labels of a conversion, those that depend on the others included where *limits* are given.
label_set labels_of(const journey_columns::row& r, const value_limits* limits);

/// True when the policy of *q* leaves *r* out for its labels.
inline bool is_left_out(const journey_columns::row& r, const credit_query& q) {
  if (q.leave_out.empty()) return false;
  if (!q.leave_out.has(label::outlier_value)) return r.labels.meets(q.leave_out);
  return labels_of(r, q.limits.get()).meets(q.leave_out);
}

/// True when *r* passes the filters by type and source.
bool is_of_kind(const journey_columns& columns, const journey_columns::row& r, const credit_query& q);

/// True when *r* passes the filters by type, source and offline.
inline bool in_scope(const journey_columns& columns, const journey_columns::row& r, const credit_query& q) {
  if (r.offline && !q.include_offline) return false;
  return (!q.type && !q.source) || is_of_kind(columns, r, q);
}

}  // namespace hub
