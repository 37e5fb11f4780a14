#include "domain/journey_tally.hpp"

#include <algorithm>
#include <array>
#include <limits>

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

/// Journeys of equally many touches that wait to be counted together, so that nothing is guessed from one to the next.
struct waiting_runs {
  static constexpr std::size_t most = 32;

  std::size_t waiting = 0;
  std::array<std::uint32_t, most> first{};          // touch
  std::array<std::int64_t, most> count{}, value{};  // where sums by states are asked
};

class tally_scan {
 public:
  tally_scan(const journey_columns& columns, const credit_query& query)
      : c_(columns),
        q_(query),
        filter_(columns, query.rules),
        names_(names_in(columns, query.group_by[0])),
        table_(query.wish),
        by_run_(!query.wish.sequences),
        by_set_(query.wish.sets || query.wish.state_sums),
        has_range_(query.from != std::numeric_limits<instant>::min() ||
                   query.to != std::numeric_limits<instant>::max()) {
    states_.resize(c_.origins().size(), unknown);
  }

  journey_tally run() {
    const auto rows = c_.rows();
    if (q_.wish.without) converted_.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& r = rows[i];
      if (i + soon < rows.size()) __builtin_prefetch(c_.at().data() + rows[i + soon].first_touch);
      const bool in_range = sold_in_range(r);
      if ((r.plain && !in_range) || !in_scope(c_, r, q_)) continue;
      const bool left_out = is_left_out(r, q_);
      if (!converted_.empty()) converted_[i] = in_range && !left_out;
      if (!r.alive || r.elsewhere) continue;
      if (left_out)
        leave_out(r);
      else
        add(r);
    }
    count_waiting();
    converting_ = false;
    if (q_.wish.without) c_.for_each_journey([&](const auto& span) { add_without(span); });
    count_waiting();
    out_.booked = out_.attributed.revenue + out_.unattributed.revenue;
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
    return amount == 0 || r.currency == q_.currency ? amount : convert_foreign(r, amount, at);
  }

  [[gnu::noinline]] std::int64_t convert_foreign(const journey_columns::row& r, std::int64_t amount, instant at) {
    const auto converted =
        q_.rates ? q_.rates->convert(amount, r.currency, q_.currency, local_day(at, {})) : std::nullopt;
    if (converted) return *converted;
    auto& sum = out_.unconverted[r.currency];
    sum.amount += amount;
    ++sum.entries;
    return 0;
  }

  /// Counts what a conversion brought in the range, in the report's currency.
  void add(const journey_columns::row& r) {
    if (r.plain) return add_counted(r, 1, convert(r, r.amount, r.at));
    add_entries(r);
  }

  [[gnu::noinline]] void add_entries(const journey_columns::row& r) {
    bool any = false;
    std::int64_t count = 0, value = 0;
    for (const auto& e : c_.entries(r)) {
      if (e.at < q_.from || e.at >= q_.to) continue;
      any = true;
      count += e.count;
      value += convert(r, e.amount, e.at);
    }
    if (any) add_counted(r, count, value);
  }

  // Numbers go from step to step one by one: what is written in halves and read whole waits for memory.
  void add_counted(const journey_columns::row& r, std::int64_t count, std::int64_t value) {
    const auto run = plain_touches(c_, r, q_.rules);
    if (!run) return add_picked(r, count, value);
    const auto first = run->first, last = run->last;
    if (first == last) return book(out_.unattributed, r, count, value);
    book(out_.attributed, r, count, value);
    if (!sold_in_range(r)) return;
    ++out_.conversions;
    add_run(first, last, count, value);
  }

  /// The same where some touches ask for a closer look.
  [[gnu::noinline]] void add_picked(const journey_columns::row& r, std::int64_t count, std::int64_t value) {
    touches_.clear();
    filter_.eligible(r, touches_);
    if (touches_.empty()) return book(out_.unattributed, r, count, value);
    book(out_.attributed, r, count, value);
    if (!sold_in_range(r)) return;
    ++out_.conversions;
    count_touches(what_of(count, value));
  }

  static void book(credit_cell& cell, const journey_columns::row& r, std::int64_t count, std::int64_t value) {
    cell.revenue += value;
    if (r.first_of_contact) cell.new_revenue += value;
    cell.conversions.whole += count;
  }

  path_sum what_of(std::int64_t count, std::int64_t value) const {
    return {converting_ ? 1U : 0U, converting_ ? 0U : 1U, count, value};
  }

  /// A contact without a sale in scope: its touches inside the range are a journey that led nowhere.
  void add_without(const journey_columns::span_of_journey& span) {
    if ((span.journey & shared_journey) != 0 || span.touches == 0 || has_converted(span)) return;
    auto first = span.first_touch, last = first + span.touches;
    if (has_range_) {  // else no date need be looked at
      while (first < last && c_.at()[first] < q_.from) ++first;
      while (first < last && c_.at()[last - 1] >= q_.to) --last;
    }
    if (first == last) return;
    if (!q_.rules.plain() || has_flags(c_, {first, last})) return add_admissible(first, last);
    ++out_.without;
    add_run(first, last, 0, 0);
  }

  bool has_converted(const journey_columns::span_of_journey& span) const {
    for (auto at = span.first_row; at != journey_columns::no_row; at = c_.rows()[at].next)
      if (converted_[at] != 0) return true;
    return false;
  }

  [[gnu::noinline]] void add_admissible(std::uint32_t first, std::uint32_t last) {
    touches_.clear();
    filter_.admissible(first, last, touches_);
    if (touches_.empty()) return;
    ++out_.without;
    count_touches(what_of(0, 0));
  }

  void count_touches(const path_sum& what) {
    steps_.clear();
    for (const auto t : touches_) steps_.push_back(table_.state_of(name_of(t)));
    table_.add(steps_, what);
  }

  name_id name_of(std::uint32_t t) const { return (c_.flags()[t] & touch_direct) != 0 ? direct_group : names_[t]; }

  /// A journey over touches without flags.
  void add_run(std::uint32_t first, std::uint32_t last, std::int64_t count, std::int64_t value) {
    const auto n = last - first;
    if (!by_run_ || n > most_touches) return count_run(first, last, count, value);
    auto& runs = runs_[n];
    const auto at = runs.waiting;
    __builtin_prefetch(&c_.origin()[first]);
    runs.first[at] = first;
    if (by_set_) {
      runs.count[at] = count;
      runs.value[at] = value;
    }
    runs.waiting = at + 1;
    if (at + 1 == waiting_runs::most) count_runs(n);
  }

  [[gnu::noinline]] void count_run(std::uint32_t first, std::uint32_t last, std::int64_t count, std::int64_t value) {
    steps_.clear();
    for (auto t = first; t < last; ++t) steps_.push_back(state_of_origin(c_.origin()[t]));
    table_.add(steps_, what_of(count, value));
  }

  void count_waiting() {
    for (std::size_t touches = 1; touches < runs_.size(); ++touches) count_runs(touches);
  }

  [[gnu::noinline]] void count_runs(std::size_t touches) {
    auto& runs = runs_[touches];
    std::array<std::uint32_t, most_touches> steps;
    for (std::size_t i = 0; i < runs.waiting; ++i) {
      const auto first = runs.first[i];
      const auto* origins = c_.origin().data() + first;
      std::uint32_t any = 0;
#pragma GCC unroll 4
      for (std::size_t t = 0; t < touches; ++t) any |= steps[t] = states_[origins[t]];
      const auto count = runs.count[i], value = runs.value[i];
      const std::span<const std::uint32_t> run(steps.data(), touches);
      if (any >= table_.width() || !(converting_ ? table_.add_sale(run, count, value) : table_.add_without(run)))
        count_run(first, first + static_cast<std::uint32_t>(touches), count, value);
    }
    runs.waiting = 0;
  }

  /// The state of a touch without flags, by its origin.
  std::uint32_t state_of_origin(std::uint32_t origin) {
    auto& state = states_[origin];
    if (state == unknown) state = table_.state_of(names_.of_origin(origin));
    return state;
  }

  static constexpr std::uint32_t unknown = 0xFFFF'FFFFU;
  static constexpr std::size_t most_touches = 32;  // of a run that waits
  static constexpr std::size_t soon = 16;          // rows ahead, whose touches are brought near

  const journey_columns& c_;
  const credit_query& q_;
  touch_filter filter_;
  origin_names names_;
  state_table table_;
  bool by_run_;                                        // whether runs may wait: no sequences are asked
  bool by_set_;                                        // whether sums by states are asked
  bool has_range_;                                     // whether touches may be out of it
  bool converting_ = true;                             // whether the journeys at hand have a sale
  std::vector<std::uint32_t> states_;                  // by origin
  std::array<waiting_runs, most_touches + 1> runs_{};  // by number of touches
  std::vector<std::uint8_t> converted_;                // by row: whether its journey led somewhere, where that is asked
  journey_tally out_;
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
  add(into.unconverted, more.unconverted);
  into.left_out.add(more.left_out);
}

}  // namespace hub
