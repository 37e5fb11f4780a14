#include "domain/journey_tally.hpp"

#include <algorithm>
#include <array>

#include "domain/path_table.hpp"
#include "domain/state_table.hpp"

namespace hub {
namespace {

origin_names names_in(const journey_columns& c, dimension by) {
  switch (by) {
    case dimension::campaign: return c.campaign();
    case dimension::adset: return c.adset();
    case dimension::ad: return c.ad();
    case dimension::source_medium: return c.source_medium();
    default: return c.channel();
  }
}

/// What a conversion counts in the range, in the report's currency.
struct counted {
  bool any = false;
  std::int64_t count = 0;
  std::int64_t value = 0;
};

class tally_scan {
 public:
  tally_scan(const journey_columns& columns, const credit_query& query)
      : c_(columns),
        q_(query),
        filter_(columns, query.rules),
        names_(names_in(columns, query.group_by[0])),
        table_(query.wish) {
    states_.resize(c_.origins().size(), unknown);
  }

  journey_tally run() {
    for (const auto& r : c_.rows()) {
      if (!r.alive || r.elsewhere || (r.plain && !sold_in_range(r)) || !in_scope(c_, r, q_)) continue;
      if (is_left_out(r, q_))
        leave_out(r);
      else
        add(r);
    }
    if (q_.wish.without) c_.for_each_journey([&](const auto& span) { add_without(span); });
    for (std::size_t touches = 1; touches < runs_.size(); ++touches) count_runs(touches);
    out_.attributed.conversions.settle();
    out_.unattributed.conversions.settle();
    table_.take(out_);
    return std::move(out_);
  }

 private:
  bool sold_in_range(const journey_columns::row& r) const { return r.at >= q_.from && r.at < q_.to; }

  void leave_out(const journey_columns::row& r) {
    for (const auto& e : c_.entries(r)) {
      if (e.at < q_.from || e.at >= q_.to) continue;
      out_.left_out.conversions += e.count;
      if (r.currency) out_.left_out.net[r.currency] += e.amount;
    }
  }

  std::int64_t convert(const journey_columns::row& r, std::int64_t amount, instant at) {
    if (amount == 0 || r.currency == q_.currency) return amount;
    const auto converted =
        q_.rates ? q_.rates->convert(amount, r.currency, q_.currency, local_day(at, {})) : std::nullopt;
    if (converted) return *converted;
    auto& sum = out_.unconverted[r.currency];
    sum.amount += amount;
    ++sum.entries;
    return 0;
  }

  counted count(const journey_columns::row& r) {
    if (r.plain) return {true, 1, convert(r, r.amount, r.at)};
    counted all;
    for (const auto& e : c_.entries(r)) {
      if (e.at < q_.from || e.at >= q_.to) continue;
      all.any = true;
      all.count += e.count;
      all.value += convert(r, e.amount, e.at);
    }
    return all;
  }

  void book(credit_cell& cell, const journey_columns::row& r, const counted& what) {
    out_.booked += what.value;
    cell.revenue += what.value;
    if (r.first_of_contact) cell.new_revenue += what.value;
    cell.conversions.whole += what.count;
  }

  void add(const journey_columns::row& r) {
    const auto what = count(r);
    if (!what.any) return;
    find_touches(r);
    if (begin_ == end_ && touches_.empty()) return book(out_.unattributed, r, what);
    book(out_.attributed, r, what);
    if (!sold_in_range(r)) return;
    ++out_.conversions;
    add_journey({1, 0, what.count, what.value});
  }

  /// The eligible touches: a run [begin_, end_) where no flag asks for a closer look, else touches_.
  void find_touches(const journey_columns::row& r) {
    touches_.clear();
    if (const auto run = plain_touches(c_, r, q_.rules)) {
      begin_ = run->first;
      end_ = run->last;
      return;
    }
    begin_ = end_ = 0;
    filter_.eligible(r, touches_);
  }

  /// The state of a touch without flags, by its origin.
  std::uint32_t state_of_origin(std::uint32_t origin) {
    auto& state = states_[origin];
    if (state == unknown) state = table_.state_of(names_.of_origin(origin));
    return state;
  }

  name_id name_of(std::uint32_t t) const { return (c_.flags()[t] & touch_direct) != 0 ? direct_group : names_[t]; }

  void add_journey(const path_sum& what) {
    if (begin_ != end_ && table_.only_transitions()) return add_run({begin_, end_}, what.conversions != 0);
    if (begin_ != end_ && table_.only_sets() && add_set({begin_, end_}, what)) return;
    steps_.clear();
    for (auto t = begin_; t < end_; ++t) steps_.push_back(state_of_origin(c_.origin()[t]));
    for (const auto t : touches_) steps_.push_back(table_.state_of(name_of(t)));
    table_.add(steps_, what);
  }

  bool add_set(touch_run run, const path_sum& what) {
    return table_.add_set(c_.origin().subspan(run.first, run.last - run.first), what,
                          [&](auto origin) { return state_of_origin(origin); });
  }

  /// Runs of equally many touches are counted together, so that nothing is guessed from one to the next.
  void add_run(touch_run run, bool converts) {
    const auto n = run.last - run.first;
    if (n >= runs_.size()) return count_run(run, converts);
    auto& runs = runs_[n];
    __builtin_prefetch(&c_.origin()[run.first]);
    runs.first[runs.count] = run.first;
    runs.converts[runs.count] = converts;
    if (++runs.count == runs.first.size()) count_runs(n);
  }

  void count_runs(std::size_t touches) {
    auto& runs = runs_[touches];
    for (std::size_t i = 0; i < runs.count; ++i)
      count_run({runs.first[i], runs.first[i] + static_cast<std::uint32_t>(touches)}, runs.converts[i]);
    runs.count = 0;
  }

  void count_run(touch_run run, bool converts) {
    table_.count_run(c_.origin().subspan(run.first, run.last - run.first), converts,
                     [&](auto origin) { return state_of_origin(origin); });
  }

  /// A contact without a sale in scope: its touches inside the range are a journey that led nowhere.
  void add_without(const journey_columns::span_of_journey& span) {
    if ((span.journey & shared_journey) != 0 || span.touches == 0) return;
    bool converted = false;
    c_.for_each_row(span, [&](const auto& r) {
      converted = sold_in_range(r) && in_scope(c_, r, q_) && !is_left_out(r, q_);
      return !converted;
    });
    if (converted) return;
    begin_ = span.first_touch;
    end_ = begin_ + span.touches;
    while (begin_ < end_ && c_.at()[begin_] < q_.from) ++begin_;
    while (begin_ < end_ && c_.at()[end_ - 1] >= q_.to) --end_;
    touches_.clear();
    if (!q_.rules.plain() || has_flags(c_, {begin_, end_})) {
      filter_.admissible(begin_, end_, touches_);
      begin_ = end_ = 0;
    }
    if (begin_ == end_ && touches_.empty()) return;
    ++out_.without;
    add_journey({0, 1, 0, 0});
  }

  const journey_columns& c_;
  const credit_query& q_;
  static constexpr std::uint32_t unknown = 0xFFFF'FFFFU;

  /// Journeys that wait to be counted.
  struct waiting_runs {
    std::size_t count = 0;
    std::array<std::uint32_t, 32> first;
    std::array<bool, 32> converts;
  };

  touch_filter filter_;
  origin_names names_;
  state_table table_;
  std::vector<std::uint32_t> states_;  // by origin
  std::array<waiting_runs, 33> runs_;  // by number of touches
  journey_tally out_;
  std::uint32_t begin_ = 0, end_ = 0;
  std::vector<std::uint32_t> touches_;
  std::vector<std::uint32_t> steps_;  // states by their number in the table
};

template <class T>
void append(std::vector<T>& into, std::vector<T>& more) {
  if (into.empty())
    into.swap(more);
  else
    into.insert(into.end(), more.begin(), more.end());
}

}  // namespace

tally_wish wish_of(const report_query& query) {
  tally_wish wish;
  for (const auto m : query.models) {
    const auto& how = query.data_models;
    if (!is_data_driven(m)) continue;
    const bool rate = m == model::shapley && how.game == shapley_game::conversion_rate;
    wish.without = wish.without || m == model::markov || rate || how.intervals;
    if (m == model::markov) (how.order > 1 || how.intervals ? wish.sequences : wish.transitions) = true;
    if (m == model::shapley && !rate) wish.state_sums = true;
    if (m == model::shapley && (rate || how.intervals)) wish.sets = true;
  }
  return wish;
}

journey_tally tally(const journey_columns& columns, const credit_query& query) {
  return tally_scan(columns, query).run();
}

void merge(journey_tally& into, journey_tally&& more) {
  into.conversions += more.conversions;
  into.without += more.without;
  append(into.transitions, more.transitions);
  append(into.state_sums, more.state_sums);
  append(into.steps, more.steps);
  append(into.lengths, more.lengths);
  append(into.paths, more.paths);
  append(into.states, more.states);
  into.attributed.add(more.attributed);
  into.unattributed.add(more.unattributed);
  into.booked += more.booked;
  for (const auto& [currency, sum] : more.unconverted) {
    into.unconverted[currency].amount += sum.amount;
    into.unconverted[currency].entries += sum.entries;
  }
  into.left_out.add(more.left_out);
}

}  // namespace hub
