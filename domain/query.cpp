#include "domain/query.hpp"

#include <algorithm>

#include "domain/nearest.hpp"

namespace hub {
namespace {

constexpr std::string_view dimension_names[] = {
    "campaign", "adset",   "ad",  "channel", "source_medium", "conversion_type",
    "source",   "country", "day", "week",    "month"};

}  // namespace

std::string_view to_string(dimension d) { return dimension_names[static_cast<std::size_t>(d)]; }

result<dimension> parse_dimension(std::string_view name) {
  std::string known;
  for (std::size_t i = 0; i < std::size(dimension_names); ++i) {
    if (dimension_names[i] == name) return static_cast<dimension>(i);
    known += (i == 0 ? "" : ", ") + std::string(dimension_names[i]);
  }
  return fail("dimension-unknown",
              "cannot group by '" + std::string(name) + "'; the dimensions are " + known + "." +
                  did_you_mean(name, dimension_names),
              "group_by");
}

std::int32_t bucket_day(dimension d, std::int32_t day) {
  if (d == dimension::week) return day - ((day + 3) % 7 + 7) % 7;
  if (d == dimension::month) {
    const auto c = civil_from_days(day);
    return days_from_civil(c.year, c.month, 1);
  }
  return day;
}

std::string date_text(dimension d, std::int32_t day) {
  const auto text = format_day(bucket_day(d, day));
  return d == dimension::month ? text.substr(0, 7) : text;
}

std::string_view to_string(report_basis b) { return b == report_basis::conversion ? "conversion" : "touch"; }

std::string_view to_string(path_transform t) {
  static constexpr std::string_view names[] = {"exposure", "none", "unique", "first"};
  return names[static_cast<std::size_t>(t)];
}

label_set labels_of(const journey_columns::row& r, const value_limits* limits) {
  auto labels = r.labels;
  if (limits != nullptr && is_outlier(*limits, {r.type, r.currency}, r.amount)) labels.add(label::outlier_value);
  return labels;
}

bool is_of_kind(const journey_columns& columns, const journey_columns::row& r, const credit_query& q) {
  return (!q.type || columns.has_type(r, *q.type)) && (!q.source || columns.has_source(r, *q.source));
}

}  // namespace hub
