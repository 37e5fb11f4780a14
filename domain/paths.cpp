#include "domain/paths.hpp"

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <unordered_map>

namespace hub {
namespace {

using path = std::vector<name_id>;

class path_scan {
 public:
  path_scan(const journey_columns& columns, const path_query& query)
      : c_(columns), q_(query), filter_(columns, query.scope.rules) {}

  path_partial run() {
    for (const auto& r : c_.rows()) {
      if (!r.alive || r.elsewhere || !sold_in_range(r)) continue;
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
  bool sold_in_range(const journey_columns::row& r) const {
    return r.at >= q_.scope.from && r.at < q_.scope.to && in_scope(c_, r, q_.scope);
  }

  void leave_out(const journey_columns::row& r) {
    ++out_.left_out.conversions;
    if (!r.currency) return;
    for (const auto& e : c_.entries(r)) out_.left_out.net[r.currency] += e.amount;
  }

  name_id name_of(std::uint32_t t) const {
    if ((c_.flags()[t] & touch_direct) != 0) return direct_group;
    if (q_.by == dimension::campaign) return c_.campaign()[t];
    return q_.by == dimension::source_medium ? c_.source_medium()[t] : c_.channel()[t];
  }

  void read_path() {
    steps_.clear();
    for (const auto t : touches_) steps_.push_back(name_of(t));
  }

  void transform() {
    switch (q_.transform) {
      case path_transform::none: return;
      case path_transform::exposure: steps_.erase(std::unique(steps_.begin(), steps_.end()), steps_.end()); return;
      case path_transform::first: steps_.resize(1); return;
      case path_transform::unique: {
        path distinct;
        for (const auto s : steps_)
          if (std::find(distinct.begin(), distinct.end(), s) == distinct.end()) distinct.push_back(s);
        steps_ = std::move(distinct);
      }
    }
  }

  /// The net revenue of a conversion, each entry at the rate of its own day.
  std::int64_t revenue_of(const journey_columns::row& r) {
    if (r.plain) return convert(r.currency, r.amount, r.at);
    std::int64_t net = 0;
    for (const auto& e : c_.entries(r)) net += convert(r.currency, e.amount, e.at);
    return net;
  }

  std::int64_t convert(currency from, std::int64_t amount, instant at) {
    if (amount == 0 || from == q_.scope.currency) return amount;
    const auto day = local_day(at, {});
    const auto converted =
        q_.scope.rates ? q_.scope.rates->convert(amount, from, q_.scope.currency, day) : std::nullopt;
    if (converted) return *converted;
    auto& sum = out_.unconverted[from];
    sum.amount += amount;
    ++sum.entries;
    return 0;
  }

  void add(const journey_columns::row& r) {
    filter_.eligible(r, touches_);
    if (touches_.empty()) {
      ++out_.no_touch;
      return;
    }
    ++out_.total;
    out_.touches += touches_.size();
    ++out_.lengths[static_cast<std::uint32_t>(touches_.size())];
    ++out_.seconds[(r.at - c_.at()[touches_.front()]) / second_us];
    read_path();
    for (const auto s : steps_) ++out_.counts[s];
    transform();
    auto& pattern = patterns_[steps_];
    ++pattern.conversions;
    pattern.revenue += revenue_of(r);
    add_transitions();
    add_roles();
  }

  void add_transitions() {
    auto from = path_start;
    for (const auto s : steps_) {
      ++out_.transitions[{from, s}];
      from = s;
    }
    ++out_.transitions[{from, path_conversion}];
  }

  void add_roles() {
    ++out_.roles[steps_.front()].opener;
    ++out_.roles[steps_.back()].closer;
    path between;
    for (std::size_t i = 1; i + 1 < steps_.size(); ++i)
      if (std::find(between.begin(), between.end(), steps_[i]) == between.end()) between.push_back(steps_[i]);
    for (const auto s : between) ++out_.roles[s].assist;
  }

  /// A contact without a sale in scope: its touches inside the range are a path that led nowhere.
  void add_unconverted(const journey_columns::span_of_journey& span) {
    if ((span.journey & shared_journey) != 0) return;
    bool converted = false;
    c_.for_each_row(span, [&](const auto& r) {
      converted = sold_in_range(r) && !is_left_out(r, q_.scope);
      return !converted;
    });
    if (converted) return;
    auto first = span.first_touch, last = span.first_touch + span.touches;
    while (first < last && c_.at()[first] < q_.scope.from) ++first;
    while (first < last && c_.at()[last - 1] >= q_.scope.to) --last;
    filter_.admissible(first, last, touches_);
    if (touches_.empty()) return;
    read_path();
    transform();
    ++patterns_[steps_].without;
  }

  const journey_columns& c_;
  const path_query& q_;
  touch_filter filter_;
  path_partial out_;
  std::unordered_map<path, path_pattern, boost::hash<path>> patterns_;
  std::vector<std::uint32_t> touches_;
  path steps_;
};

template <class Map, class Add>
void add_maps(Map& into, const Map& more, Add add) {
  for (const auto& [key, value] : more) add(into[key], value);
}

}  // namespace

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
