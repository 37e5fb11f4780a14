// What a sync actor tells of itself, kept as its run goes on. Times given as `now` are of the actor's clock, `wall` is UTC.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "messages/sync.hpp"
#include "sources/pull/pull_run.hpp"

namespace hub {

class sync_report {
 public:
  std::uint64_t rejected = 0;  ///< records set aside

  void begin(instant wall);
  void take(const sources::pull_turn& turn, instant wall);
  /// The run waits until *at*, by the actor's clock, as the platform asked an earlier one to.
  void hold(const error& why, instant at);
  /// The hub could not take in what was read; it is asked again.
  void hub_refused(const std::string& sentence);
  void hub_took();
  /// The run is over and well, or was broken off.
  void end();
  void fail(const error& why, instant wall);
  void stop(const error& why, instant wall);

  bool runs() const { return run_began_.has_value(); }
  bool stopped() const { return phase_ == sync_phase::stopped; }

  /// @param next_run by the actor's clock
  sync_state state(const sync_mark& mark, instant wall, instant now, std::optional<instant> next_run) const;

 private:
  void end_as(sync_phase how, std::optional<error> why);
  void note_error(const error& why, instant wall);

  sync_phase phase_ = sync_phase::ok;
  std::optional<error> why_;
  std::optional<instant> until_;  // by the actor's clock
  int tries_ = 0;
  std::optional<instant> run_began_;
  sources::pull_progress progress_;
  std::optional<error> last_error_;
  std::optional<instant> last_error_at_;
  std::optional<instant> failing_since_;  // the first error after which no run came to its end
  std::optional<instant> token_expires_;
  std::vector<std::string> notes_;
};

}  // namespace hub
