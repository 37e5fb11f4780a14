#include "domain/touch_group.hpp"

namespace hub {
namespace {

std::uint32_t value_of(const journey_columns& c, dimension d, const journey_columns::row& r, std::uint32_t t,
                       std::int32_t day) {
  if (is_touch_dimension(d) && (c.flags()[t] & touch_direct) != 0) return direct_group;
  switch (d) {
    case dimension::campaign: return c.campaign()[t];
    case dimension::adset: return c.adset()[t];
    case dimension::ad: return c.ad()[t];
    case dimension::channel: return c.channel()[t];
    case dimension::source_medium: return c.source_medium()[t];
    case dimension::conversion_type: return r.type;
    case dimension::source: return r.source;
    case dimension::country: return c.country(r);
    case dimension::day:
    case dimension::week:
    case dimension::month: return static_cast<std::uint32_t>(bucket_day(d, day));
  }
  return 0;
}

}  // namespace

std::optional<group_key> group_of_touch(const journey_columns& columns, const credit_query& query,
                                        const journey_columns::row& r, std::uint32_t t, instant dated) {
  const bool direct = (columns.flags()[t] & touch_direct) != 0;
  if (query.campaign && (direct || columns.campaign()[t] != *query.campaign)) return std::nullopt;
  const auto value = [&](dimension d) {
    return value_of(columns, d, r, t, is_date_dimension(d) ? local_day(dated, query.zone) : 0);
  };
  group_key key;
  key.first = value(query.group_by[0]);
  if (query.group_by.size() > 1) key.second = value(query.group_by[1]);
  return key;
}

}  // namespace hub
