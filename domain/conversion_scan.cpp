#include "domain/conversion_scan.hpp"

#include <algorithm>

namespace hub {
namespace {

template <class List>
bool holds(const List& list, name_id id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

bool passes(const journey_columns& c, const journey_columns::row& r, const conversion_filter& f) {
  if (!r.alive || r.elsewhere || r.at < f.from || r.at >= f.to) return false;
  if (f.offline && r.offline != *f.offline) return false;
  if (f.label && !labels_of(r, f.limits.get()).has(*f.label)) return false;
  const auto& d = c.detail(r);
  if (f.after && !(page_position{r.at, d.id} < *f.after)) return false;
  if (f.type && !holds(d.types, *f.type)) return false;
  if (f.source && !holds(d.sources, *f.source)) return false;
  if (f.ids && std::find(f.ids->begin(), f.ids->end(), d.id) == f.ids->end()) return false;
  if (f.campaign) {
    const auto names = c.campaign().subspan(r.first_touch, r.last_touch - r.first_touch);
    if (!holds(names, *f.campaign)) return false;
  }
  return true;
}

}  // namespace

bool earlier_on_page(const journey_conversion& a, const journey_conversion& b) {
  return a.at != b.at ? a.at > b.at : a.id > b.id;
}

std::vector<journey_conversion> find_conversions(const journey_columns& columns, const conversion_filter& filter) {
  // A heap of the best so far, worst on top.
  std::vector<const journey_conversion*> best;
  const auto before = [](const auto* a, const auto* b) { return earlier_on_page(*a, *b); };
  for (const auto& r : columns.rows()) {
    if (best.size() == filter.limit && filter.limit > 0 && r.at < best.front()->at) continue;
    if (!passes(columns, r, filter)) continue;
    best.push_back(&columns.detail(r));
    std::push_heap(best.begin(), best.end(), before);
    if (best.size() > filter.limit) {
      std::pop_heap(best.begin(), best.end(), before);
      best.pop_back();
    }
  }
  std::sort_heap(best.begin(), best.end(), before);
  std::vector<journey_conversion> out;
  out.reserve(best.size());
  for (const auto* c : best) out.push_back(*c);
  return out;
}

}  // namespace hub
