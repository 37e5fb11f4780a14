#include "domain/labels_values.hpp"

#include <utility>

namespace hub {
namespace {

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

/// The steps of values: 0 to 99 one by one, from there 90 a power of ten.
std::uint32_t step_of(std::int64_t value) {
  std::uint32_t power = 0;
  for (; value >= 100; value /= 10) ++power;
  return power * 90 + static_cast<std::uint32_t>(value);
}

/// The least value of a step.
std::int64_t value_of(std::uint32_t step) {
  if (step < 100) return step;
  const auto power = (step - 10) / 90;
  std::int64_t value = step - power * 90;
  for (auto p = power; p > 0; --p) value *= 10;
  return value;
}

}  // namespace

std::int64_t rounded_value(std::int64_t value) { return value_of(step_of(value)); }

bool is_outlier(const value_limits& limits, const value_kind& kind, std::int64_t value) {
  const auto found = limits.find(kind);
  return found != limits.end() && value > found->second;
}

void value_book::add(const entry& e, std::int64_t conversions) {
  if (e.kind == nothing) return;
  auto& k = kinds_[e.kind];
  k.conversions += static_cast<std::uint64_t>(conversions);
  const auto step = step_of(e.value);
  if (step >= k.counts.size()) k.counts.resize(step + 1);
  k.counts[step] += static_cast<std::uint32_t>(conversions);
  if (!std::exchange(k.changed, true)) changed_.push_back(e.kind);
}

void value_book::put(event_no founder, const journey_conversion& c) {
  entry now;
  now.founds = true;
  now.labels = c.labels;
  if (c.has_value && !c.entries.empty() && c.entries.front().amount >= 0) {
    const value_kind kind{c.type, c.currency};
    const auto [known, first] = positions_.try_emplace(kind, static_cast<std::uint32_t>(kinds_.size()));
    if (first) kinds_.push_back({kind, 0, {}, no_limit, false});
    now.kind = known->second;
    now.value = c.entries.front().amount;
  }
  if (founder >= entries_.size()) entries_.resize(founder + 1);
  auto& e = entries_[founder];
  if (e.kind != now.kind || e.value != now.value) {
    add(e, -1);
    add(now, 1);
  }
  e = now;
}

void value_book::drop(event_no no) {
  if (no >= entries_.size() || !entries_[no].founds) return;
  add(entries_[no], -1);
  entries_[no] = {};
}

usual_value value_book::usual(const kind_entry& k) const {
  usual_value u;
  u.conversions = k.conversions;
  std::uint64_t seen = 0;
  for (std::uint32_t step = 0; step < k.counts.size() && 2 * seen < k.conversions; ++step) {
    seen += k.counts[step];
    u.median = value_of(step);
  }
  if (k.conversions < policy_.outlier_min_conversions || u.median == 0) return u;
  if (u.median <= no_limit / policy_.outlier_factor) u.limit = u.median * policy_.outlier_factor;
  return u;
}

usual_value value_book::usual(const value_kind& kind) const {
  const auto found = positions_.find(kind);
  return found == positions_.end() ? usual_value{} : usual(kinds_[found->second]);
}

label_set value_book::of(event_no founder) const {
  if (founder >= entries_.size()) return {};
  const auto& e = entries_[founder];
  auto labels = e.labels;
  if (e.kind != nothing && e.value > usual(kinds_[e.kind]).limit) labels.add(label::outlier_value);
  return labels;
}

std::vector<event_no> value_book::with(label l) const {
  std::vector<std::int64_t> limits;
  for (const auto& k : kinds_) limits.push_back(usual(k).limit);
  std::vector<event_no> found;
  for (event_no no = 0; no < entries_.size(); ++no) {
    const auto& e = entries_[no];
    const bool outlier = l == label::outlier_value && e.kind != nothing && e.value > limits[e.kind];
    if (outlier || e.labels.has(l)) found.push_back(no);
  }
  return found;
}

std::vector<std::pair<value_kind, std::int64_t>> value_book::take_changed() {
  std::vector<std::pair<value_kind, std::int64_t>> told;
  for (const auto at : std::exchange(changed_, {})) {
    auto& k = kinds_[at];
    k.changed = false;
    if (const auto limit = usual(k).limit; limit != k.told) told.emplace_back(k.kind, k.told = limit);
  }
  return told;
}

void value_book::forget_told() {
  for (std::uint32_t at = 0; at < kinds_.size(); ++at) {
    kinds_[at].told = no_limit;
    if (!std::exchange(kinds_[at].changed, true)) changed_.push_back(at);
  }
}

}  // namespace hub
