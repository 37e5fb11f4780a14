#include "domain/paths.hpp"

#include <algorithm>

#include <boost/unordered/unordered_flat_map.hpp>

#include "domain/path_steps.hpp"
#include "domain/path_walk.hpp"

namespace hub {
namespace {

/// The names that touches have in one dimension, numbered: the first is of direct touches.
class numbered_names {
 public:
  numbered_names(const journey_columns& columns, dimension by) {
    const auto names = names_in(columns, by);
    number(direct_group);
    of_origin_.reserve(columns.origins().size());
    for (std::size_t origin = 0; origin < columns.origins().size(); ++origin)
      of_origin_.push_back(number(names.of_origin(origin)));
  }

  const std::vector<name_id>& names() const { return names_; }
  std::uint32_t of_origin(std::uint32_t origin) const { return of_origin_[origin]; }
  /// @pre the name is one of them
  std::uint32_t of(name_id name) const { return numbers_.find(name)->second; }

 private:
  static origin_names names_in(const journey_columns& c, dimension by) {
    if (by == dimension::campaign) return c.campaign();
    return by == dimension::source_medium ? c.source_medium() : c.channel();
  }
  std::uint32_t number(name_id name) {
    const auto [found, is_new] = numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    return found->second;
  }

  boost::unordered_flat_map<name_id, std::uint32_t> numbers_;
  std::vector<name_id> names_;
  std::vector<std::uint32_t> of_origin_;
};

class path_scan {
 public:
  path_scan(const journey_columns& columns, const path_query& query)
      : c_(columns),
        q_(query),
        walk_(columns, query),
        states_(columns, query.by),
        patterns_(states_.names().size()),
        counts_(states_.names().size()) {}

  path_partial run() {
    out_.seconds.reserve(c_.rows().size());
    for (const auto& r : c_.rows()) {
      if (!r.alive || r.elsewhere || !walk_.sold_in_range(r)) continue;
      if (is_left_out(r, q_.scope))
        leave_out(r);
      else
        add(r);
    }
    c_.for_each_journey([&](const auto& span) { add_unconverted(span); });
    for (std::size_t s = 0; s < counts_.size(); ++s)
      if (counts_[s] != 0) out_.counts.emplace(states_.names()[s], counts_[s]);
    for (std::uint32_t n = 0; n < lengths_.size(); ++n)
      if (lengths_[n] != 0) out_.lengths.emplace(n, lengths_[n]);
    out_.patterns = patterns_.take();
    add_steps(out_, states_.names());
    out_.patterns.rename(states_.names());
    return std::move(out_);
  }

 private:
  void leave_out(const journey_columns::row& r) {
    ++out_.left_out.conversions;
    if (!r.currency) return;
    for (const auto& e : c_.entries(r)) out_.left_out.net[r.currency] += e.amount;
  }

  void add(const journey_columns::row& r) {
    if (const auto run = plain_touches(c_, r, q_.scope.rules)) {
      if (run->empty()) {
        ++out_.no_touch;
        return;
      }
      const auto touches = origins_of(*run);
      for (const auto origin : touches) ++counts_[states_.of_origin(origin)];
      add_times(touches.size(), (r.at - c_.at()[run->first]) / second_us);
      count_run(touches, {1, 0, walk_.revenue_of(r, out_.unconverted)});
    } else if (read_names(walk_.read(r))) {
      for (const auto s : steps_) ++counts_[s];
      add_times(steps_.size(), walk_.seconds_to(r));
      count_steps({1, 0, walk_.revenue_of(r, out_.unconverted)});
    } else {
      ++out_.no_touch;
    }
  }

  void add_times(std::size_t touches, std::int64_t seconds) {
    ++out_.total;
    out_.touches += touches;
    if (lengths_.size() <= touches) lengths_.resize(touches + 1);
    ++lengths_[touches];
    out_.seconds.push_back(seconds);
  }

  std::span<const std::uint32_t> origins_of(touch_run run) const {
    return c_.origin().subspan(run.first, run.last - run.first);
  }

  /// Counts the pattern of touches of which no flag asks for a closer look.
  void count_run(std::span<const std::uint32_t> origins, const path_pattern& what) {
    const auto state_of = [&](auto origin) { return states_.of_origin(origin); };
    const bool once = q_.transform == path_transform::exposure;
    if ((once || q_.transform == path_transform::none) && patterns_.add_run(origins, once, state_of, what)) return;
    steps_.resize(origins.size());
    std::transform(origins.begin(), origins.end(), steps_.begin(), state_of);
    count_steps(what);
  }
  /// The same of steps_.
  void count_steps(const path_pattern& what) {
    transform(q_.transform, steps_);
    patterns_.add(steps_, what);
  }
  /// Steps of what was walked, if it was.
  bool read_names(bool walked) {
    steps_.clear();
    if (walked)
      for (const auto name : walk_.steps()) steps_.push_back(states_.of(name));
    return walked;
  }

  /// A contact without a sale in scope: its touches inside the range are a path that led nowhere.
  void add_unconverted(const journey_columns::span_of_journey& span) {
    if ((span.journey & shared_journey) != 0) return;
    bool converted = false;
    c_.for_each_row(span, [&](const auto& r) {
      converted = walk_.sold_in_range(r) && !is_left_out(r, q_.scope);
      return !converted;
    });
    if (converted) return;
    auto first = span.first_touch, last = span.first_touch + span.touches;
    while (first < last && c_.at()[first] < q_.scope.from) ++first;
    while (first < last && c_.at()[last - 1] >= q_.scope.to) --last;
    if (first == last) return;
    if (q_.scope.rules.plain() && !has_flags(c_, {first, last}))
      count_run(origins_of({first, last}), {0, 1, 0});
    else if (read_names(walk_.read(first, last)))
      count_steps({0, 1, 0});
  }

  const journey_columns& c_;
  const path_query& q_;
  path_walk walk_;
  numbered_names states_;
  pattern_table patterns_;
  path_partial out_;
  std::vector<std::uint64_t> counts_;   // touches by state
  std::vector<std::uint64_t> lengths_;  // conversions by number of touches
  std::vector<std::uint32_t> steps_;    // states of the path at hand
};

template <class Map, class Add>
void add_maps(Map& into, const Map& more, Add add) {
  for (const auto& [key, value] : more) add(into[key], value);
}

}  // namespace

std::vector<name_id> steps_between(const std::vector<name_id>& steps) {
  std::vector<name_id> between;
  for (std::size_t i = 1; i + 1 < steps.size(); ++i)
    if (std::find(between.begin(), between.end(), steps[i]) == between.end()) between.push_back(steps[i]);
  return between;
}

path_partial scan_paths(const journey_columns& columns, const path_query& query) {
  return path_scan(columns, query).run();
}

void merge(path_partial& into, path_partial&& more) {
  const auto plus = [](auto& a, const auto& b) { a += b; };
  into.total += more.total;
  into.no_touch += more.no_touch;
  into.touches += more.touches;
  into.left_out.add(more.left_out);
  add_maps(into.counts, more.counts, plus);
  add_maps(into.lengths, more.lengths, plus);
  add(into.unconverted, more.unconverted);
  into.seconds.insert(into.seconds.end(), more.seconds.begin(), more.seconds.end());
  add_maps(into.transitions, more.transitions, plus);
  merge(into.patterns, std::move(more.patterns));
  add_maps(into.roles, more.roles, [](auto& a, const auto& b) {
    a.opener += b.opener;
    a.assist += b.assist;
    a.closer += b.closer;
  });
}

}  // namespace hub
