#include "domain/conversion_scan.hpp"

#include <algorithm>

namespace hub {
namespace {

bool passes(const journey_columns& c, const journey_columns::row& r, const conversion_filter& f) {
  if (!r.alive || r.elsewhere || r.at < f.from || r.at >= f.to) return false;
  if (f.offline && r.offline != *f.offline) return false;
  if (f.label && !labels_of(r, f.limits.get()).has(*f.label)) return false;
  if (f.after && !(page_position{r.at, c.id(r)} < *f.after)) return false;
  if (f.type && !c.has_type(r, *f.type)) return false;
  if (f.source && !c.has_source(r, *f.source)) return false;
  if (f.ids && std::find(f.ids->begin(), f.ids->end(), c.id(r)) == f.ids->end()) return false;
  if (!f.campaign) return true;
  for (auto t = r.first_touch; t < r.last_touch; ++t)
    if (c.campaign()[t] == *f.campaign) return true;
  return false;
}

}  // namespace

bool earlier_on_page(const journey_conversion& a, const journey_conversion& b) {
  return a.at != b.at ? a.at > b.at : a.id > b.id;
}

std::vector<journey_conversion> find_conversions(const journey_columns& columns, const conversion_filter& filter) {
  // A heap of the best so far, worst on top.
  std::vector<const journey_columns::row*> best;
  const auto before = [&](const auto* a, const auto* b) {
    return page_position{a->at, columns.id(*a)} > page_position{b->at, columns.id(*b)};
  };
  for (const auto& r : columns.rows()) {
    if (best.size() == filter.limit && filter.limit > 0 && r.at < best.front()->at) continue;
    if (!passes(columns, r, filter)) continue;
    best.push_back(&r);
    std::push_heap(best.begin(), best.end(), before);
    if (best.size() > filter.limit) {
      std::pop_heap(best.begin(), best.end(), before);
      best.pop_back();
    }
  }
  std::sort_heap(best.begin(), best.end(), before);
  std::vector<journey_conversion> out;
  out.reserve(best.size());
  for (const auto* r : best) out.push_back(columns.detail(*r));
  return out;
}

}  // namespace hub
