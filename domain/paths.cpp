#include "domain/paths.hpp"

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <unordered_map>

#include "domain/path_walk.hpp"

namespace hub {
namespace {

using path = std::vector<name_id>;

class path_scan {
 public:
  path_scan(const journey_columns& columns, const path_query& query) : c_(columns), q_(query), walk_(columns, query) {}

  path_partial run() {
    for (const auto& r : c_.rows()) {
      if (!r.alive || r.elsewhere || !walk_.sold_in_range(r)) continue;
      if (is_left_out(r, q_.scope))
        leave_out(r);
      else
        add(r);
    }
    c_.for_each_journey([&](const auto& span) { add_unconverted(span); });
    for (auto& [steps, pattern] : patterns_) out_.patterns.emplace(steps, pattern);
    return std::move(out_);
  }

 private:
  void leave_out(const journey_columns::row& r) {
    ++out_.left_out.conversions;
    if (!r.currency) return;
    for (const auto& e : c_.entries(r)) out_.left_out.net[r.currency] += e.amount;
  }

  void add(const journey_columns::row& r) {
    if (!walk_.read(r)) {
      ++out_.no_touch;
      return;
    }
    const auto touches = walk_.touches().size();
    ++out_.total;
    out_.touches += touches;
    ++out_.lengths[static_cast<std::uint32_t>(touches)];
    ++out_.seconds[walk_.seconds_to(r)];
    for (const auto s : walk_.steps()) ++out_.counts[s];
    walk_.transform();
    auto& pattern = patterns_[walk_.steps()];
    ++pattern.conversions;
    pattern.revenue += walk_.revenue_of(r, out_.unconverted);
    add_transitions(walk_.steps());
    add_roles(walk_.steps());
  }

  void add_transitions(const path& steps) {
    auto from = path_start;
    for (const auto s : steps) {
      ++out_.transitions[{from, s}];
      from = s;
    }
    ++out_.transitions[{from, path_conversion}];
  }

  void add_roles(const path& steps) {
    ++out_.roles[steps.front()].opener;
    ++out_.roles[steps.back()].closer;
    for (const auto s : steps_between(steps)) ++out_.roles[s].assist;
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
    if (!walk_.read(first, last)) return;
    walk_.transform();
    ++patterns_[walk_.steps()].without;
  }

  const journey_columns& c_;
  const path_query& q_;
  path_walk walk_;
  path_partial out_;
  std::unordered_map<path, path_pattern, boost::hash<path>> patterns_;
};

template <class Map, class Add>
void add_maps(Map& into, const Map& more, Add add) {
  for (const auto& [key, value] : more) add(into[key], value);
}

}  // namespace

std::vector<name_id> steps_between(const std::vector<name_id>& steps) {
  path between;
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
  add_maps(into.unconverted, more.unconverted, [](auto& a, const auto& b) {
    a.amount += b.amount;
    a.entries += b.entries;
  });
  add_maps(into.seconds, more.seconds, plus);
  add_maps(into.transitions, more.transitions, plus);
  add_maps(into.patterns, more.patterns, [](auto& a, const auto& b) {
    a.conversions += b.conversions;
    a.without += b.without;
    a.revenue += b.revenue;
  });
  add_maps(into.roles, more.roles, [](auto& a, const auto& b) {
    a.opener += b.opener;
    a.assist += b.assist;
    a.closer += b.closer;
  });
}

}  // namespace hub
