#include "net/intake_counts.hpp"

namespace hub::net {
namespace {

// A client may name its source itself; beyond this many the rest are counted together, so that none makes the set of
// labels grow without end.
constexpr std::size_t most_sources = 200;
constexpr std::string_view the_rest = "(other)";

}  // namespace

const intake_counts::tally& intake_counts::of(std::string_view source) {
  const std::lock_guard lock(mutex_);
  auto at = tallies_.find(source);
  if (at == tallies_.end() && tallies_.size() >= most_sources) at = tallies_.find(source = the_rest);
  if (at != tallies_.end()) return at->second;
  const labels where = {{"source", std::string(source)}};
  const auto count = [&](std::string_view name, std::string_view help) { return &registry_.count(name, help, where); };
  const tally made{count("convhub_items_received_total", "Items read from requests or pulled, replays included."),
                   count("convhub_items_stored_total", "Items that are facts in the log now."),
                   count("convhub_items_duplicate_total", "Items that said what was known already."),
                   count("convhub_items_quarantined_total", "Items set aside with their reason."),
                   count("convhub_items_refused_total", "Items refused or left out, and not kept.")};
  return tallies_.emplace(std::string(source), made).first->second;
}

void intake_counts::received(std::string_view source, std::size_t items) { of(source).received->add(items); }

void intake_counts::refused(std::string_view source, std::size_t items) { of(source).refused->add(items); }

void intake_counts::settled(std::string_view source, const std::vector<item_result>& results) {
  const auto& to = of(source);
  for (const auto& r : results) {
    if (r.status == item_status::rejected)
      (r.reject != 0 ? to.quarantined : to.refused)->add();
    else if (r.status == item_status::duplicate && !r.updated && !r.kept)
      to.duplicates->add();
    else
      to.stored->add();
  }
}

std::vector<intake_balance> intake_counts::balances() const {
  const std::lock_guard lock(mutex_);
  std::vector<intake_balance> all;
  for (const auto& [source, of] : tallies_)
    all.push_back({source, of.received->value(), of.stored->value(), of.duplicates->value(), of.quarantined->value(),
                   of.refused->value()});
  return all;
}

}  // namespace hub::net
