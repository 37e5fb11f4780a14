#include "sources/pull/pull_run.hpp"

#include <algorithm>
#include <utility>

namespace hub::sources {
namespace {

pull_turn ended(pull_state how, error why, pull_progress progress) {
  pull_turn turn;
  turn.state = how;
  turn.why = std::move(why);
  turn.progress = progress;
  return turn;
}

}  // namespace

pull_turn pull_run::begin(instant now, instant wall) {
  if (!pace_.breaker.allows(now)) {
    auto turn = ended(pull_state::failed,
                      fail("breaker-open", "the platform failed again and again and is left alone for a while"), {});
    turn.again = pace_.breaker.next_probe_at();
    return turn;
  }
  return go_on(std::visit([&](auto& pull) { return pull.first(wall); }, pull_), now);
}

/// A step that took what came.
pull_turn pull_run::go_on(pull_step step, instant now) {
  pull_turn turn;
  tries_ = 0;
  progress_ = turn.progress = step.progress;
  turn.noticed = std::move(step.noticed);
  turn.token_expires = step.token_expires;
  if (!step.page.items.empty() || step.cursor || step.complete)
    turn.commit = pull_commit{std::move(step.page), std::move(step.cursor), std::move(step.complete)};
  if (!step.next) {
    turn.state = pull_state::done;
    return turn;
  }
  request_ = std::move(*step.next);
  pace_.budget.asked();
  if (step.pause_us > 0) pace_.bucket.hold(now + step.pause_us);
  turn.fetch = pull_fetch{request_, pace_.bucket.take(now)};
  return turn;
}

pull_turn pull_run::take(const fetch_outcome& outcome, instant now, double chance) {
  if (!outcome) return retry(judge_failure(outcome.error()), now, chance);
  auto step = std::visit([&](auto& pull) { return pull.next(*outcome); }, pull_);
  if (!step.trouble) {
    pace_.breaker.succeeded();
    return go_on(std::move(step), now);
  }
  if (step.next) request_ = std::move(*step.next);
  const auto& trouble = *step.trouble;
  switch (trouble.kind) {
    case answer_kind::stop: return ended(pull_state::stopped, trouble.why, progress_);
    case answer_kind::again: return retry(trouble, now, chance);
    default: return wait(trouble, now);
  }
}

/// The platform is well and wants patience, or to be asked for less: no failure.
pull_turn pull_run::wait(const judgement& why, instant now) {
  pace_.breaker.succeeded();
  if (why.wait_us > 0) pace_.bucket.hold(now + why.wait_us);
  pull_turn turn;
  turn.state = why.kind == answer_kind::wait ? pull_state::waiting : pull_state::syncing;
  turn.why = why.why;
  turn.tries = tries_;
  turn.progress = progress_;
  turn.fetch = pull_fetch{request_, pace_.bucket.take(now)};
  return turn;
}

pull_turn pull_run::retry(const judgement& why, instant now, double chance) {
  ++tries_;
  pace_.breaker.failed(now, chance);
  const bool open = pace_.breaker.current(now) != circuit_breaker::state::closed;
  if (open || tries_ >= most_tries || !pace_.budget.spend()) {
    auto turn = ended(pull_state::failed, why.why, progress_);
    turn.tries = tries_;
    turn.again = pace_.breaker.next_probe_at();
    return turn;
  }
  pull_turn turn;
  turn.state = pull_state::retrying;
  turn.why = why.why;
  turn.tries = tries_;
  turn.progress = progress_;
  const auto delay = std::max(why.wait_us, backoff_delay(tries_, chance));
  turn.fetch = pull_fetch{request_, std::max(pace_.bucket.take(now), now + delay)};
  return turn;
}

}  // namespace hub::sources
