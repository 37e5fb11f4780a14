#include "domain/path_walk.hpp"

#include <algorithm>

namespace hub {
namespace {

std::int64_t convert(const path_query& q, currency from, std::int64_t amount, instant at,
                     unconverted_sums& unconverted) {
  if (amount == 0 || from == q.scope.currency) return amount;
  const auto day = local_day(at, {});
  const auto converted = q.scope.rates ? q.scope.rates->convert(amount, from, q.scope.currency, day) : std::nullopt;
  if (converted) return *converted;
  auto& sum = unconverted[from];
  sum.amount += amount;
  ++sum.entries;
  return 0;
}

}  // namespace

void transform(path_transform how, std::vector<std::uint32_t>& steps) {
  switch (how) {
    case path_transform::none: return;
    case path_transform::exposure: steps.erase(std::unique(steps.begin(), steps.end()), steps.end()); return;
    case path_transform::first: steps.resize(1); return;
    case path_transform::unique: {
      auto end = steps.begin();
      for (const auto s : steps)
        if (std::find(steps.begin(), end, s) == end) *end++ = s;
      steps.erase(end, steps.end());
    }
  }
}

bool path_walk::read(const journey_columns::row& r) {
  filter_.eligible(r, touches_);
  return name_steps();
}

bool path_walk::read(std::uint32_t first, std::uint32_t last) {
  filter_.admissible(first, last, touches_);
  return name_steps();
}

bool path_walk::name_steps() {
  steps_.clear();
  for (const auto t : touches_) steps_.push_back(name_of(t));
  return !steps_.empty();
}

name_id path_walk::name_of(std::uint32_t t) const {
  if ((c_.flags()[t] & touch_direct) != 0) return direct_group;
  if (q_.by == dimension::campaign) return c_.campaign()[t];
  return q_.by == dimension::source_medium ? c_.source_medium()[t] : c_.channel()[t];
}

std::int64_t path_walk::revenue_of(const journey_columns::row& r, unconverted_sums& unconverted) const {
  if (r.plain) return convert(q_, r.currency, r.amount, r.at, unconverted);
  std::int64_t net = 0;
  for (const auto& e : c_.entries(r)) net += convert(q_, r.currency, e.amount, e.at, unconverted);
  return net;
}

}  // namespace hub
