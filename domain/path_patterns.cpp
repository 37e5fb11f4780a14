#include "domain/path_patterns.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

namespace hub {
namespace {

constexpr std::size_t first_slots = 1024;

void append(path_patterns& to, std::span<const name_id> steps, const path_pattern& sum) {
  to.steps.insert(to.steps.end(), steps.begin(), steps.end());
  to.lengths.push_back(static_cast<std::uint32_t>(steps.size()));
  to.sums.push_back(sum);
}

}  // namespace

path_pattern path_patterns::of(std::span<const name_id> path) const {
  path_pattern sum;
  for_each([&](auto other, const auto& more) {
    if (std::ranges::equal(other, path)) sum.add(more);
  });
  return sum;
}

void merge(path_patterns& into, path_patterns&& more) {
  if (into.sums.empty()) {
    into = std::move(more);
    return;
  }
  into.steps.insert(into.steps.end(), more.steps.begin(), more.steps.end());
  into.lengths.insert(into.lengths.end(), more.lengths.begin(), more.lengths.end());
  into.sums.insert(into.sums.end(), more.sums.begin(), more.sums.end());
  into.repeat = into.repeat || !more.sums.empty();
}

path_patterns each_once(path_patterns&& patterns) {
  if (!patterns.repeat) return std::move(patterns);
  boost::unordered_flat_map<name_id, std::uint32_t> numbers;
  std::vector<name_id> names;
  for (auto& step : patterns.steps) {
    const auto [found, is_new] = numbers.try_emplace(step, static_cast<std::uint32_t>(names.size()));
    if (is_new) names.push_back(step);
    step = found->second;
  }
  pattern_table table(names.size());
  patterns.for_each([&](auto steps, const auto& sum) { table.add(steps, sum); });
  return table.take(names);
}

pattern_table::pattern_table(std::size_t states)
    : bits_(std::max(1U, static_cast<unsigned>(std::bit_width(states)))),
      most_short_(64 / bits_),
      slots_(first_slots) {}

std::size_t pattern_table::place_of(std::uint64_t packed) const {
  // The upper bits say the place, so that slots keep their order when the table grows.
  return random_numbers(packed).next() >> (65 - std::bit_width(slots_.size()));
}

void pattern_table::add(std::span<const std::uint32_t> steps, const path_pattern& what) {
  if (steps.size() > most_short_) {
    long_.add(steps, what);
    return;
  }
  std::uint64_t packed = 0;
  for (const auto s : steps) packed = packed << bits_ | (s + 1);
  auto& waiting = waiting_[next_waiting_++ % waiting_.size()];
  if (waiting.packed != 0) count(waiting);
  waiting = {packed, what};
  __builtin_prefetch(&slots_[place_of(packed)], 1);
}

void pattern_table::count(const slot& told) {
  for (auto at = place_of(told.packed);; at = at + 1 < slots_.size() ? at + 1 : 0) {
    auto& known = slots_[at];
    if (known.packed == told.packed) return known.sum.add(told.sum);
    if (known.packed != 0) continue;
    known = told;
    if (++used_ * 4 > slots_.size() * 3) grow();
    return;
  }
}

void pattern_table::grow() {
  large_vector<slot> old(slots_.size() * 2);
  old.swap(slots_);
  used_ = 0;
  for (const auto& s : old)
    if (s.packed != 0) count(s);
}

path_patterns pattern_table::take(std::span<const name_id> names) {
  for (auto& waiting : waiting_)
    if (waiting.packed != 0) count(std::exchange(waiting, slot{}));
  path_patterns out;
  out.lengths.reserve(used_ + long_.size());
  out.sums.reserve(used_ + long_.size());
  std::vector<name_id> steps;
  const auto step = (std::uint64_t{1} << bits_) - 1;
  for (const auto& s : slots_) {
    if (s.packed == 0) continue;
    steps.clear();
    for (auto left = s.packed; left != 0; left >>= bits_) steps.push_back(names[(left & step) - 1]);
    std::reverse(steps.begin(), steps.end());
    append(out, steps, s.sum);
  }
  for (std::size_t i = 0; i < long_.size(); ++i) {
    steps.clear();
    for (const auto s : long_.steps(i)) steps.push_back(names[s]);
    append(out, steps, long_.sum(i));
  }
  *this = pattern_table(names.size());
  return out;
}

}  // namespace hub
