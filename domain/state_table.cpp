#include "domain/state_table.hpp"

#include <algorithm>

namespace hub {

std::uint32_t state_table::number_new(name_id name) {
  if (name == direct_group && number_of_direct_ != unknown) return number_of_direct_;
  const auto number = static_cast<std::uint32_t>(names_.size());
  names_.push_back(name);
  stamps_.push_back(0);
  if (names_.size() > width_ && !too_many()) widen();
  if (name == direct_group) return number_of_direct_ = number;
  if (name >= number_of_.size()) number_of_.resize(name + 64, unknown);
  return number_of_[name] = number;
}

/// Makes room for twice as many states.
void state_table::widen() {
  const auto wider = std::max<std::size_t>(16, 2 * width_);
  if (wish_.transitions) {
    std::vector<std::uint32_t> grown(wider * wider);
    for (std::size_t row = 0; row < width_; ++row)
      std::copy_n(between_.begin() + static_cast<std::ptrdiff_t>(row * width_), width_,
                  grown.begin() + static_cast<std::ptrdiff_t>(row * wider));
    between_ = std::move(grown);
    for (auto* ends : {&converts_, &ends_}) ends->resize(wider);
  }
  width_ = wider;
}

/// Makes room for a set of states.
void state_table::widen_sets(std::uint32_t set) {
  by_set_.resize(std::bit_ceil(set + 1));
  without_by_set_.resize(by_set_.size());
}

void state_table::find_distinct(std::span<const std::uint32_t> steps) {
  if (++journey_ == 0) {  // the stamps begin anew
    std::fill(stamps_.begin(), stamps_.end(), 0);
    journey_ = 1;
  }
  distinct_.clear();
  for (const auto s : steps)
    if (std::exchange(stamps_[s], journey_) != journey_) distinct_.push_back(s);
}

void state_table::add(std::span<const std::uint32_t> steps, const path_sum& what) {
  if (too_many()) return;
  if (wish_.transitions) count_transitions(steps, what.conversions != 0 ? converts_ : ends_);
  if (wish_.sequences) paths_.add(steps, what);
  if (!asks_set(what)) return;
  if (const auto set = set_of(steps); set != 0) return by_set_[set].add(what);
  find_distinct(steps);
  if (wish_.state_sums && what.conversions != 0)
    for (const auto s : distinct_) add_to_sum(distinct_.size(), s, what);
  if (!wish_.sets || wish_.sequences) return;
  std::sort(distinct_.begin(), distinct_.end());
  paths_.add(distinct_, what);
}

void state_table::add_to_sum(std::size_t size, std::size_t state, const path_sum& what) {
  if (sums_.size() <= size) sums_.resize(size + 1);
  auto& sums = sums_[size];
  if (sums.size() < names_.size()) sums.resize(width_);
  sums[state].count += what.count;
  sums[state].value += what.value;
}

/// Calls f(set, sum) for the sets of states with small numbers.
template <class F>
void state_table::for_each_set(F&& f) const {
  for (std::size_t set = 0; set < by_set_.size(); ++set) {
    auto sum = by_set_[set];
    sum.without += without_by_set_[set];
    if (sum.conversions + sum.without != 0) f(set, sum);
  }
}

void state_table::take_transitions(journey_tally& out) const {
  const auto add = [&](name_id from, name_id to, std::uint64_t count) {
    if (count != 0) out.transitions.push_back({from, to, count});
  };
  for (std::size_t from = 0; from < names_.size(); ++from) {
    for (std::size_t to = 0; to < names_.size(); ++to) add(names_[from], names_[to], between_[from * width_ + to]);
    add(names_[from], tally_conversion, converts_[from]);
    add(names_[from], tally_nowhere, ends_[from]);
  }
}

void state_table::take_sums(journey_tally& out) {
  for_each_set([&](std::size_t set, const path_sum& sum) {
    const auto size = static_cast<std::size_t>(std::popcount(set));
    for (auto left = set; left != 0; left &= left - 1)
      add_to_sum(size, static_cast<std::size_t>(std::countr_zero(left)), sum);
  });
  for (std::size_t size = 0; size < sums_.size(); ++size)
    for (std::size_t s = 0; s < std::min(sums_[size].size(), names_.size()); ++s)
      if (const auto& sum = sums_[size][s]; sum.count != 0 || sum.value != 0)
        out.state_sums.push_back({names_[s], static_cast<std::uint32_t>(size), sum.count, sum.value});
}

void state_table::take_sets(journey_tally& out) const {
  for_each_set([&](std::size_t set, const path_sum& sum) {
    for (auto left = set; left != 0; left &= left - 1)
      out.steps.push_back(names_[static_cast<std::size_t>(std::countr_zero(left))]);
    out.lengths.push_back(static_cast<std::uint32_t>(std::popcount(set)));
    out.paths.push_back(sum);
  });
}

void state_table::take(journey_tally& out) {
  if (!too_many()) {
    if (wish_.transitions) take_transitions(out);
    if (wish_.state_sums) take_sums(out);
    if (wish_.sets && !wish_.sequences) take_sets(out);
    for (std::size_t i = 0; i < paths_.size(); ++i) {
      for (const auto s : paths_.steps(i)) out.steps.push_back(names_[s]);
      out.lengths.push_back(static_cast<std::uint32_t>(paths_.steps(i).size()));
      out.paths.push_back(paths_.sum(i));
    }
  }
  out.states = std::move(names_);
}

}  // namespace hub
