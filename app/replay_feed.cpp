#include "app/replay_feed.hpp"

#include <algorithm>
#include <utility>

#include "app/client.hpp"

namespace hub::app {
namespace {

constexpr std::size_t most_items = 1'000;  // of a batch
constexpr std::size_t most_under_way = 64;
constexpr std::chrono::minutes batch_limit(5);

/// Whose word the fact is, as quarantine would call it.
std::string source_of(const fact_body& body) {
  return std::visit(
      [](const auto& e) -> std::string {
        if constexpr (requires { e.source; })
          return e.source;
        else
          return "manual";
      },
      body);
}

}  // namespace

/// What was received at one instant from one source was one request and is one batch again, so that the audit trail is
/// dated as it was.
result<void> replay_feed::tell(std::vector<sealed_fact> facts) {
  for (auto& fact : facts) {
    auto source = source_of(fact.body);
    const bool fits =
        next_.items.size() < most_items && next_.received_at == fact.received_at && next_.source == source;
    if (!next_.items.empty() && !fits)
      if (auto sent = send(); !sent) return sent;
    next_.source = std::move(source);
    next_.route = "replay";
    next_.received_at = fact.received_at;
    fact.seq = 0;
    next_.items.emplace_back().fact = std::move(fact);
  }
  return {};
}

result<void> replay_feed::send() {
  auto batch = std::exchange(next_, {});
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return under_way_ < most_under_way || failure_; });
    if (failure_) return *failure_;
    ++under_way_;
  }
  const auto count = batch.items.size();
  const net::answer_handler failed = [this](const net::http_answer& answer) {
    const std::scoped_lock lock(mutex_);
    if (!failure_) failure_ = refusal_of(answer);
    --under_way_;
    changed_.notify_all();
  };
  hub_.asks().ask_then<ingest_receipt>(&hub_actors::dedup, std::move(batch), batch_limit, {"replay", failed},
                                       [this, count](ingest_receipt& receipt) {
                                         const std::scoped_lock lock(mutex_);
                                         done_ += count;
                                         seq_ = std::max(seq_, receipt.data_seq);
                                         --under_way_;
                                         changed_.notify_all();
                                       });
  return {};
}

result<std::uint64_t> replay_feed::finish() {
  if (!next_.items.empty())
    if (auto sent = send(); !sent) next_ = {};
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return under_way_ == 0; });
  if (failure_) return *failure_;
  return seq_;
}

std::uint64_t replay_feed::done() const {
  const std::scoped_lock lock(mutex_);
  return done_;
}

}  // namespace hub::app
