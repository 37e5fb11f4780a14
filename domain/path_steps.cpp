#include "domain/path_steps.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace hub {
namespace {

/// Counts by pairs of numbers below *width*: in a square where that is of a size to stay near, else by a hash.
class pair_counts {
 public:
  explicit pair_counts(std::size_t width) : width_(width), dense_(width <= widest ? width * width : 0) {}

  void add(std::size_t from, std::size_t to, std::uint64_t count) {
    (dense_.empty() ? sparse_[from * width_ + to] : dense_[from * width_ + to]) += count;
  }
  /// Calls f(from, to, count) for each pair that was counted.
  template <class F>
  void for_each(F&& f) const {
    for (std::size_t at = 0; at < dense_.size(); ++at)
      if (dense_[at] != 0) f(at / width_, at % width_, dense_[at]);
    for (const auto& [at, count] : sparse_) f(at / width_, at % width_, count);
  }

 private:
  static constexpr std::size_t widest = 1024;

  std::size_t width_;
  std::vector<std::uint64_t> dense_;
  boost::unordered_flat_map<std::uint64_t, std::uint64_t> sparse_;
};

}  // namespace

void add_steps(path_partial& out, std::span<const name_id> names) {
  const auto end = names.size();  // in front of every path, and behind it
  pair_counts transitions(names.size() + 1);
  std::vector<path_role> roles(names.size());
  std::vector<std::size_t> assisted(names.size());  // the last path in which a state stood in between
  std::size_t path = 0;
  out.patterns.for_each([&](auto steps, const auto& sum) {
    if (sum.conversions == 0) return;
    ++path;
    const auto last = steps.size() - 1;
    transitions.add(end, steps[0], sum.conversions);
    for (std::size_t i = 1; i < last; ++i) {
      const auto s = steps[i];
      transitions.add(steps[i - 1], s, sum.conversions);
      roles[s].assist += assisted[s] == path ? 0 : sum.conversions;
      assisted[s] = path;
    }
    if (last > 0) transitions.add(steps[last - 1], steps[last], sum.conversions);
    transitions.add(steps[last], end, sum.conversions);
    roles[steps[0]].opener += sum.conversions;
    roles[steps[last]].closer += sum.conversions;
  });
  transitions.for_each([&](auto from, auto to, auto count) {
    out.transitions[{from == end ? path_start : names[from], to == end ? path_conversion : names[to]}] += count;
  });
  for (std::size_t s = 0; s < names.size(); ++s)
    if (const auto& role = roles[s]; role.opener + role.assist + role.closer != 0) out.roles.emplace(names[s], role);
}

}  // namespace hub
