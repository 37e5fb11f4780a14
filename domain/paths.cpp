#include "domain/paths.hpp"

#include <algorithm>

#include <boost/unordered/unordered_flat_map.hpp>

#include "domain/path_walk.hpp"

namespace hub {
namespace {

/// steps_between() into a list that is used again.
void find_between(std::span<const name_id> steps, std::vector<name_id>& between) {
  between.clear();
  for (std::size_t i = 1; i + 1 < steps.size(); ++i)
    if (std::find(between.begin(), between.end(), steps[i]) == between.end()) between.push_back(steps[i]);
}

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
    out_.patterns = patterns_.take(states_.names());
    return std::move(out_);
  }

 private:
  void leave_out(const journey_columns::row& r) {
    ++out_.left_out.conversions;
    if (!r.currency) return;
    for (const auto& e : c_.entries(r)) out_.left_out.net[r.currency] += e.amount;
  }

  void add(const journey_columns::row& r) {
    std::int64_t seconds = 0;
    if (const auto run = plain_touches(c_, r, q_.scope.rules)) {
      read(*run);
      if (!run->empty()) seconds = (r.at - c_.at()[run->first]) / second_us;
    } else if (read_names(walk_.read(r))) {
      seconds = walk_.seconds_to(r);
    }
    if (steps_.empty()) {
      ++out_.no_touch;
      return;
    }
    const auto touches = steps_.size();
    ++out_.total;
    out_.touches += touches;
    if (lengths_.size() <= touches) lengths_.resize(touches + 1);
    ++lengths_[touches];
    out_.seconds.push_back(seconds);
    for (const auto s : steps_) ++counts_[s];
    transform(q_.transform, steps_);
    patterns_.add(steps_, {1, 0, walk_.revenue_of(r, out_.unconverted)});
  }

  /// Steps of touches of which no flag asks for a closer look.
  void read(touch_run run) {
    const auto origins = c_.origin().subspan(run.first, run.last - run.first);
    steps_.resize(origins.size());
    for (std::size_t i = 0; i < origins.size(); ++i) steps_[i] = states_.of_origin(origins[i]);
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
    if (!q_.scope.rules.plain() || has_flags(c_, {first, last}))
      read_names(walk_.read(first, last));
    else
      read({first, last});
    if (steps_.empty()) return;
    transform(q_.transform, steps_);
    patterns_.add(steps_, {0, 1, 0});
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

/// Fills what the patterns of a shard say of their steps.
void add_steps(path_partial& out) {
  boost::unordered_flat_map<std::uint64_t, std::uint64_t> transitions;
  boost::unordered_flat_map<name_id, path_role> roles;
  std::vector<name_id> between;
  out.patterns.for_each([&](auto steps, const auto& sum) {
    if (sum.conversions == 0) return;
    auto from = path_start;
    const auto go = [&](name_id to) { transitions[std::uint64_t{from} << 32 | to] += sum.conversions; };
    for (const auto s : steps) {
      go(s);
      from = s;
    }
    go(path_conversion);
    roles[steps.front()].opener += sum.conversions;
    roles[steps.back()].closer += sum.conversions;
    find_between(steps, between);
    for (const auto s : between) roles[s].assist += sum.conversions;
  });
  for (const auto& [pair, count] : transitions)
    out.transitions.emplace(std::pair(static_cast<name_id>(pair >> 32), static_cast<name_id>(pair)), count);
  out.roles.insert(roles.begin(), roles.end());
}

template <class Map, class Add>
void add_maps(Map& into, const Map& more, Add add) {
  for (const auto& [key, value] : more) add(into[key], value);
}

}  // namespace

std::vector<name_id> steps_between(const std::vector<name_id>& steps) {
  std::vector<name_id> between;
  find_between(steps, between);
  return between;
}

path_partial scan_paths(const journey_columns& columns, const path_query& query) {
  auto found = path_scan(columns, query).run();
  add_steps(found);
  return found;
}

void merge(path_partial& into, path_partial&& more) {
  const auto plus = [](auto& a, const auto& b) { a += b; };
  into.total += more.total;
  into.no_touch += more.no_touch;
  into.touches += more.touches;
  into.left_out.add(more.left_out);
  add_maps(into.counts, more.counts, plus);
  add_maps(into.lengths, more.lengths, plus);
  add_maps(into.unconverted, more.unconverted, [](auto& a, const auto& b) {
    a.amount += b.amount;
    a.entries += b.entries;
  });
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
