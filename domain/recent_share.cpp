#include "domain/recent_share.hpp"

namespace hub {

void recent_share::note(instant now, std::uint64_t all, std::uint64_t bad) {
  if (!readings_.empty() && (all < readings_.back().all || bad < readings_.back().bad)) readings_.clear();
  readings_.push_back({now, all, bad});
  while (readings_.size() > 1 && readings_[1].at <= now - hour_us) readings_.pop_front();
}

std::optional<double> recent_share::bad_share(std::uint64_t least) const {
  if (readings_.empty()) return std::nullopt;
  const auto all = readings_.back().all - readings_.front().all;
  if (all == 0 || all < least) return std::nullopt;
  return static_cast<double>(readings_.back().bad - readings_.front().bad) / static_cast<double>(all);
}

}  // namespace hub
