#include "domain/touch_rows.hpp"

#include "domain/touch_group.hpp"

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
  const auto key = group_of_touch(c_, q_, r, t, dated);
  return key ? rows_.find_or_add(*key) : hidden;
}

}  // namespace hub
