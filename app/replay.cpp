#include "app/replay.hpp"

#include <filesystem>
#include <future>

#include "app/client.hpp"
#include "app/engine.hpp"
#include "app/replay_feed.hpp"
#include "app/replay_log.hpp"

namespace hub::app {
namespace {

/// What the hub says of itself once everything told is on disk.
result<state_sums> sums_of(const engine& hub) {
  std::promise<result<state_sums>> said;
  auto answer = said.get_future();
  hub.asks().ask_then<state_hash_answer>(
      &hub_actors::dedup, state_hash_request{}, std::chrono::minutes(5),
      {"replay", [&said](const net::http_answer& refused) { said.set_value(refusal_of(refused)); }},
      [&said](state_hash_answer& a) { said.set_value(a.sums); });
  return answer.get();
}

/// What the log itself comes to, read as a hub reads it when it starts.
result<state_sums> sums_of(replay_log& log, const truth_policy& policy) {
  truth facts(policy);
  while (facts.last_seq() < log.end()) {
    auto page = log.facts_after(facts.last_seq());
    if (!page) return page.error();
    facts.reload(std::move(*page));
  }
  return facts.state();
}

/// Tells a hub on `order.into` what it does not hold yet, and notes what came of it.
result<void> tell_rest(const replay_order& order, replay_log& log, replay_outcome& outcome,
                       const replay_progress& progress) {
  auto settings = order.settings;
  settings.storage.data = order.into;
  auto store = storage::store::open(order.into);
  if (!store) return store.error();
  if ((*store)->last_seq() != outcome.found)
    return fail("replay-target", order.into + " was written to meanwhile; let nothing else use it", "--into");
  engine hub(std::shared_ptr<storage::store>(std::move(*store)), settings);
  if (auto ready = hub.wait_until_ready(std::chrono::minutes(10)); !ready) return ready.error();
  replay_feed feed(hub);
  for (auto at = outcome.found; at < log.end();) {
    auto page = log.facts_after(at);
    if (!page) return page.error();
    at = page->back().seq;
    if (auto told = feed.tell(std::move(*page)); !told) return told.error();
    progress(outcome.found + feed.done(), log.end());
  }
  const auto end = feed.finish();
  if (!end) return end.error();
  progress(log.end(), log.end());
  auto sums = sums_of(hub);
  if (!sums) return sums.error();
  outcome.replayed = *sums;
  outcome.replayed_to = sums->data_seq;
  return {};
}

}  // namespace

result<replay_outcome> replay(const replay_order& order, const replay_progress& progress) {
  std::error_code failed;
  if (std::filesystem::equivalent(order.from, order.into, failed))
    return fail("replay-target", "a log cannot be replayed into its own directory; name another one", "--into");
  auto log = replay_log::open(order.from);
  if (!log) return log.error();
  const auto found = log->common_with(order.into);
  if (!found) return found.error();
  replay_outcome outcome;
  outcome.position = log->end();
  outcome.found = *found;
  if (auto told = tell_rest(order, *log, outcome, progress); !told) return told.error();
  auto sums = sums_of(*log, policy_of(order.settings));
  if (!sums) return sums.error();
  outcome.source = *sums;
  return outcome;
}

}  // namespace hub::app
