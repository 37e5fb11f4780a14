#include "domain/cell_scan.hpp"

#include <algorithm>

namespace hub {
namespace {

/// A conversion that may come on the page.
struct candidate {
  page_position place;
  const journey_columns::row* row = nullptr;
};

bool later_first(const candidate& a, const candidate& b) { return a.place > b.place; }

class scan {
 public:
  scan(const journey_columns& columns, const cell_query& query) : c_(columns), q_(query), walk_(columns, q_.credit) {}

  cell_partial run() {
    if (q_.sums) add_reported();
    for (const auto& r : c_.rows())
      if ((q_.sums || may_be_on_page(r)) && walk_.includes(r) && walk_.may_be_in_range(r)) consider(r);
    if (q_.sums) out_.unconverted = walk_.unconverted();
    std::sort_heap(best_.begin(), best_.end(), later_first);
    for (const auto& c : best_) out_.page.push_back(describe(*c.row));
    return std::move(out_);
  }

 private:
  std::size_t models() const { return q_.credit.models.size(); }

  /// What the report itself says, by the scan that makes reports.
  void add_reported() {
    out_.explained.resize(models());
    auto report = credit(c_, q_.credit);
    out_.left_out = std::move(report.left_out);
    if (q_.cell.what == report_cell::kind::unattributed) {
      out_.reported = std::move(report.unattributed);
      return;
    }
    const bool all = q_.cell.what == report_cell::kind::everything;
    out_.reported.resize(models());
    for (std::size_t m = 0; m < models(); ++m) {
      for (const auto& row : report.rows)
        if (all || row.key == q_.cell.group) out_.reported[m].add(row.models[m]);
      if (all) out_.reported[m].add(report.unattributed[m]);
    }
  }

  bool in_cell(const journey_columns::row& r, const walked_credit& credit) const {
    const bool unattributed = credit.touch == no_touch;
    switch (q_.cell.what) {
      case report_cell::kind::everything: return unattributed || walk_.group_of(r, credit).has_value();
      case report_cell::kind::unattributed: return unattributed;
      case report_cell::kind::group: return !unattributed && walk_.group_of(r, credit) == q_.cell.group;
    }
    return false;
  }

  /// A look at the time alone: an export goes over all rows for every page.
  bool may_be_on_page(const journey_columns::row& r) const {
    return (!q_.after || r.at <= q_.after->at) && (best_.size() <= q_.limit || r.at >= best_.front().place.at);
  }

  void consider(const journey_columns::row& r) {
    const candidate c{{r.at, c_.id(r)}, &r};
    const bool on_page =
        (!q_.after || c.place < *q_.after) && (best_.size() <= q_.limit || c.place > best_.front().place);
    if ((q_.sums && !add_up(r)) || !on_page) return;
    best_.push_back(c);
    std::push_heap(best_.begin(), best_.end(), later_first);
    if (best_.size() <= q_.limit + 1) return;
    std::pop_heap(best_.begin(), best_.end(), later_first);
    best_.pop_back();
  }

  /// Adds what *r* has in the cell to the sum; false when it has nothing there.
  bool add_up(const journey_columns::row& r) {
    bool any = false;
    for (const auto& credit : walk_.look_at(r).credits) {
      if (!in_cell(r, credit)) continue;
      add_to(out_.explained[credit.model], credit, r.first_of_contact);
      any = true;
    }
    out_.conversions += any ? 1 : 0;
    return any;
  }

  cell_conversion describe(const journey_columns::row& r) {
    const auto& seen = walk_.look_at(r);
    cell_conversion out{c_.id(r), r.at, r.type, r.source, {}, {}, std::vector<credit_cell>(models()), {}};
    std::vector<bool> has_entry(seen.entries.size());
    std::vector<std::size_t> places(seen.touches.size() + 1, no_touch);  // the last: of what no touch earned
    for (const auto& credit : seen.credits) {
      if (!in_cell(r, credit)) continue;
      auto& place = places[std::min<std::size_t>(credit.touch, seen.touches.size())];
      if (place == no_touch) {
        place = out.touches.size();
        out.touches.push_back(touch_of(r, credit.touch));
      }
      auto& touch = out.touches[place];
      add_to(touch.models[credit.model], credit, r.first_of_contact);
      if (credit.touch != no_touch) touch.weights[credit.model] = seen.weights[credit.model].weights[credit.touch];
      add_to(out.models[credit.model], credit, r.first_of_contact);
      has_entry[credit.entry] = true;
    }
    if (seen.touches.empty() && q_.sums) out.excluded = walk_.excluded(r);
    std::sort(out.touches.begin(), out.touches.end(),
              [](const auto& a, const auto& b) { return a.ordinal < b.ordinal; });
    for (std::size_t i = 0; i < has_entry.size(); ++i)
      if (has_entry[i])
        out.entries.push_back({seen.entries[i].at, seen.entries[i].kind, seen.entries[i].count,
                               seen.entries[i].booked(), seen.entries[i].priced});
    return out;
  }

  cell_touch touch_of(const journey_columns::row& r, std::uint32_t touch) const {
    cell_touch out;
    out.weights.resize(models());
    out.models.resize(models());
    if (touch == no_touch) return out;
    const auto t = walk_.touch_at(touch);
    out.ordinal = t - r.first_touch;
    out.at = c_.at()[t];
    out.channel = c_.channel()[t];
    out.campaign = c_.campaign()[t];
    return out;
  }

  const journey_columns& c_;
  const cell_query& q_;
  credit_walk walk_;
  std::vector<candidate> best_;  // a heap, the earliest on top
  cell_partial out_;
};

void add(std::vector<credit_cell>& to, const std::vector<credit_cell>& more) {
  if (to.empty()) to.resize(more.size());
  for (std::size_t m = 0; m < more.size(); ++m) to[m].add(more[m]);
}

}  // namespace

cell_partial scan_cell(const journey_columns& columns, const cell_query& query) { return scan(columns, query).run(); }

void merge(cell_partial& into, cell_partial&& more, std::size_t limit) {
  std::move(more.page.begin(), more.page.end(), std::back_inserter(into.page));
  std::sort(into.page.begin(), into.page.end(), [](const auto& a, const auto& b) {
    return page_position{a.at, a.id} > page_position{b.at, b.id};
  });
  if (into.page.size() > limit + 1) into.page.resize(limit + 1);
  into.conversions += more.conversions;
  add(into.explained, more.explained);
  add(into.reported, more.reported);
  add(into.unconverted, more.unconverted);
  into.left_out.add(more.left_out);
}

}  // namespace hub
