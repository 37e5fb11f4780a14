#include "domain/series.hpp"

#include "domain/credit_walk.hpp"

namespace hub {
namespace {

void add(std::vector<credit_cell>& to, const std::vector<credit_cell>& more) {
  if (to.empty()) to.resize(more.size());
  for (std::size_t m = 0; m < more.size(); ++m) to[m].add(more[m]);
}

bool takes_back(entry_kind kind) {
  return kind == entry_kind::refund || kind == entry_kind::chargeback || kind == entry_kind::reversal;
}

}  // namespace

series_partial scan_series(const journey_columns& columns, const credit_query& query) {
  series_partial out;
  credit_walk walk(columns, query);
  for (const auto& r : columns.rows()) {
    if (!walk.includes(r) || !walk.may_be_in_range(r)) continue;
    const auto& seen = walk.look_at(r);
    for (const auto& credit : seen.credits) {
      if (query.campaign && (credit.touch == no_touch || !walk.group_of(r, credit))) continue;
      auto& point = out.points[bucket_day(query.group_by[0], local_day(credit.dated, query.zone))];
      if (point.attributed.empty()) {
        point.attributed.resize(query.models.size());
        point.unattributed.resize(query.models.size());
        point.refunded.resize(query.models.size());
      }
      if (takes_back(seen.entries[credit.entry].kind)) point.refunded[credit.model] -= credit.revenue;
      auto& cells = credit.touch == no_touch ? point.unattributed : point.attributed;
      add_to(cells[credit.model], credit, r.first_of_contact);
    }
  }
  out.unconverted = walk.unconverted();
  out.left_out = left_out_of(columns, query);
  return out;
}

void merge(series_partial& into, series_partial&& more) {
  for (const auto& [day, point] : more.points) {
    auto& to = into.points[day];
    add(to.attributed, point.attributed);
    add(to.unattributed, point.unattributed);
    to.refunded.resize(point.refunded.size());
    for (std::size_t m = 0; m < point.refunded.size(); ++m) to.refunded[m] += point.refunded[m];
  }
  add(into.unconverted, more.unconverted);
  into.left_out.add(more.left_out);
}

}  // namespace hub
