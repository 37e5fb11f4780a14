#include "domain/path_patterns.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

namespace hub {
namespace {

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
  auto once = table.take();
  once.rename(names);
  return once;
}

pattern_table::pattern_table(std::size_t states)
    : bits_(std::max<std::size_t>(1, std::bit_width(states))), most_short_(64 / bits_), most_medium_(128 / bits_) {}

void pattern_table::add(std::span<const std::uint32_t> steps, const path_pattern& what) {
  if (steps.size() > most_medium_) {
    long_.add(steps, what);
    return;
  }
  two_words packed = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) packed |= two_words{steps[i] + std::uint64_t{1}} << i * bits_;
  if (steps.size() > most_short_)
    medium_.add(packed, what);
  else
    short_.add(static_cast<word>(packed), what);
}

path_patterns pattern_table::take() {
  short_.settle();
  medium_.settle();
  path_patterns out;
  const auto step = (std::uint64_t{1} << bits_) - 1;
  const auto unpack = [&](auto packed) {
    const auto first = out.steps.size();
    for (; packed != 0; packed >>= bits_) out.steps.push_back(static_cast<std::uint32_t>(packed & step) - 1);
    out.lengths.push_back(static_cast<std::uint32_t>(out.steps.size() - first));
  };
  out.sums = std::move(short_.sums());
  out.lengths.reserve(out.sums.size() + medium_.sums().size() + long_.size());
  std::ranges::for_each(short_.packed(), unpack);
  std::ranges::for_each(medium_.packed(), unpack);
  out.sums.insert(out.sums.end(), medium_.sums().begin(), medium_.sums().end());
  for (std::size_t i = 0; i < long_.size(); ++i) append(out, long_.steps(i), long_.sum(i));
  return out;
}

}  // namespace hub
