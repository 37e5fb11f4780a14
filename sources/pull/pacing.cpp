#include "sources/pull/pacing.hpp"

#include <algorithm>
#include <cmath>

namespace hub::sources {
namespace {

instant doubled(instant first, int times, instant most) {
  constexpr int enough = 20;  // doublings after which any limit here is passed
  return std::min(first << std::clamp(times, 0, enough), most);
}

}  // namespace

instant backoff_delay(int failures, double chance) {
  const auto most = doubled(first_backoff_us, failures - 1, longest_backoff_us);
  return static_cast<instant>(std::clamp(chance, 0.0, 1.0) * static_cast<double>(most));
}

void token_bucket::fill(instant now) {
  if (!filled_at_) filled_at_ = now;
  if (now <= *filled_at_) return;
  const auto seconds = static_cast<double>(now - *filled_at_) / static_cast<double>(second_us);
  tokens_ = std::min(burst_, tokens_ + seconds * per_second_);
  filled_at_ = now;
}

instant token_bucket::take(instant now) {
  fill(now);
  tokens_ -= 1;
  const auto wait = tokens_ >= 0 ? 0.0 : -tokens_ / per_second_;
  return std::max(now + static_cast<instant>(std::ceil(wait * static_cast<double>(second_us))), held_until_);
}

void token_bucket::learn(double left, instant now) {
  fill(now);
  tokens_ = std::min(tokens_, std::max(left, 0.0));
}

void token_bucket::hold(instant until) { held_until_ = std::max(held_until_, until); }

void retry_budget::asked() { left_ = std::min(most, left_ + share); }

bool retry_budget::spend() {
  if (left_ < 1) return false;
  left_ -= 1;
  return true;
}

bool circuit_breaker::allows(instant now) {
  if (!open_until_) return true;
  if (probing_ || now < *open_until_) return false;
  probing_ = true;
  return true;
}

void circuit_breaker::succeeded() { *this = {}; }

void circuit_breaker::failed(instant now, double chance) {
  ++failures_;
  if (open_until_ && !probing_) return;  // sent before the breaker opened
  if (!open_until_ && failures_ < failures_to_open) return;
  const auto pause = doubled(first_pause_us, openings_++, longest_pause_us);
  open_until_ = now + pause + static_cast<instant>(std::clamp(chance, 0.0, 1.0) * 0.5 * static_cast<double>(pause));
  probing_ = false;
}

circuit_breaker::state circuit_breaker::current(instant now) const {
  if (!open_until_) return state::closed;
  return now < *open_until_ ? state::open : state::half_open;
}

std::optional<instant> circuit_breaker::next_probe_at() const { return open_until_; }

}  // namespace hub::sources
