#include "actors/sync_report.hpp"

#include <algorithm>
#include <utility>

namespace hub {
namespace {

constexpr std::size_t most_notes = 20;

sync_phase phase_of(sources::pull_state state) {
  switch (state) {
    case sources::pull_state::waiting: return sync_phase::waiting;
    case sources::pull_state::retrying: return sync_phase::retrying;
    default: return sync_phase::syncing;
  }
}

}  // namespace

void sync_report::begin(instant wall) {
  if (runs()) return;
  phase_ = sync_phase::syncing;
  why_.reset();
  until_.reset();
  tries_ = 0;
  run_began_ = wall;
  progress_ = {};
  notes_.clear();
}

void sync_report::take(const sources::pull_turn& turn, instant wall) {
  phase_ = phase_of(turn.state);
  why_ = phase_ == sync_phase::syncing ? std::nullopt : turn.why;
  until_ = why_ && turn.fetch ? std::optional(turn.fetch->at) : std::nullopt;
  tries_ = turn.tries;
  progress_ = turn.progress;
  if (turn.token_expires) token_expires_ = turn.token_expires;
  if (phase_ == sync_phase::retrying && turn.why) note_error(*turn.why, wall);
  for (const auto& each : turn.noticed)
    if (notes_.size() < most_notes) notes_.push_back(each.detail);
}

void sync_report::hold(const error& why, instant at) {
  phase_ = sync_phase::waiting;
  why_ = why;
  until_ = at;
}

void sync_report::hub_refused(const std::string& sentence) {
  phase_ = sync_phase::retrying;
  why_ = hub::fail("hub-busy", "the hub does not take in what was read: " + sentence);
  until_.reset();
}

void sync_report::hub_took() {
  if (!why_ || why_->code != "hub-busy") return;
  phase_ = sync_phase::syncing;
  why_.reset();
}

void sync_report::end() {
  failing_since_.reset();
  end_as(sync_phase::ok, std::nullopt);
}

void sync_report::fail(const error& why, instant wall) {
  note_error(why, wall);
  end_as(sync_phase::failing, why);
}

void sync_report::stop(const error& why, instant wall) {
  note_error(why, wall);
  end_as(sync_phase::stopped, why);
}

void sync_report::end_as(sync_phase how, std::optional<error> why) {
  phase_ = how;
  why_ = std::move(why);
  until_.reset();
  tries_ = 0;
  run_began_.reset();
  progress_ = {};
}

void sync_report::note_error(const error& why, instant wall) {
  last_error_ = why;
  last_error_at_ = wall;
  if (!failing_since_) failing_since_ = wall;
}

sync_state sync_report::state(const sync_mark& mark, instant wall, instant now, std::optional<instant> next_run) const {
  const auto by_wall = [&](std::optional<instant> at) { return at ? std::optional(wall + (*at - now)) : std::nullopt; };
  sync_state s;
  s.source = mark.source;
  s.phase = mark.paused && !runs() ? sync_phase::paused : phase_;
  s.why = why_;
  s.until = by_wall(until_);
  s.tries = tries_;
  s.most_tries = sources::most_tries;
  if (mark.read_up_at != 0) s.last_success = mark.read_up_at;
  s.last_error = last_error_;
  s.last_error_at = last_error_at_;
  s.failing_since = failing_since_;
  s.run_began = run_began_;
  s.next_run = by_wall(next_run);
  s.done = static_cast<std::uint64_t>(std::max<std::int64_t>(progress_.done, 0));
  s.total = static_cast<std::uint64_t>(std::max<std::int64_t>(progress_.total, 0));
  if (run_began_ && s.done > 0 && s.total > s.done) {
    const auto passed = static_cast<double>(wall - *run_began_);
    s.done_at =
        wall + static_cast<instant>(passed / static_cast<double>(s.done) * static_cast<double>(s.total - s.done));
  }
  s.records = mark.records;
  s.rejected = rejected;
  s.cursor = mark.cursor;
  s.token_expires = token_expires_;
  s.notes = notes_;
  return s;
}

}  // namespace hub
