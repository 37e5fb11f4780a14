#include "domain/touch_rows.hpp"

namespace hub {
namespace {

std::optional<origin_names> names_of(const journey_columns& c, const credit_query& q) {
  if (q.campaign || q.group_by.size() != 1) return std::nullopt;
  switch (q.group_by[0]) {
    case dimension::campaign: return c.campaign();
    case dimension::adset: return c.adset();
    case dimension::ad: return c.ad();
    case dimension::channel: return c.channel();
    case dimension::source_medium: return c.source_medium();
    default: return std::nullopt;
  }
}

}  // namespace

touch_rows::touch_rows(const journey_columns& columns, const credit_query& query, credit_rows& rows)
    : c_(columns), q_(query), rows_(rows), names_(names_of(columns, query)) {
  if (names_) row_of_origin_.resize(c_.origins().size(), unknown);
}

std::uint32_t touch_rows::of(const journey_columns::row& r, std::uint32_t t, instant dated) {
  if (q_.campaign && (c_.campaign()[t] != *q_.campaign || (c_.flags()[t] & touch_direct) != 0)) return hidden;
  group_key key;
  key.first = value_of(q_.group_by[0], r, t, dated);
  if (q_.group_by.size() > 1) key.second = value_of(q_.group_by[1], r, t, dated);
  return rows_.find_or_add(key);
}

std::uint32_t touch_rows::value_of(dimension d, const journey_columns::row& r, std::uint32_t t, instant dated) const {
  const bool direct = (c_.flags()[t] & touch_direct) != 0;
  if (direct && is_touch_dimension(d)) return direct_group;
  switch (d) {
    case dimension::campaign: return c_.campaign()[t];
    case dimension::adset: return c_.adset()[t];
    case dimension::ad: return c_.ad()[t];
    case dimension::channel: return c_.channel()[t];
    case dimension::source_medium: return c_.source_medium()[t];
    case dimension::conversion_type: return r.type;
    case dimension::source: return r.source;
    case dimension::country: return c_.country(r);
    case dimension::day:
    case dimension::week:
    case dimension::month: return static_cast<std::uint32_t>(bucket_day(d, local_day(dated, q_.zone)));
  }
  return 0;
}

}  // namespace hub
