// What is wrong with the sources at a moment, out of how they say they are, what they sent, and how much of it was bad.
// The memory of the lookout; it sends nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/alert_book.hpp"
#include "domain/recent_share.hpp"
#include "domain/sealed_fact.hpp"
#include "domain/weekly_rhythm.hpp"
#include "messages/rhythms.hpp"
#include "messages/sync.hpp"

namespace hub {

/// When something is wrong.
struct alert_limits {
  instant lag_us = 6 * hour_us;   ///< a pulled source is not read up for longer
  double reject_rate = 0.05;      ///< more than this share of an hour's items was bad; over once it is below half of it
  bool silent = true;             ///< whether silence is looked for
  instant token_us = 7 * day_us;  ///< a token that expires within this time
  double silent_events = 20;      ///< so many events usually come in a stretch in which none came
};

/// What came in from one source since the start, sent or pulled.
struct intake_figures {
  std::string source = {};
  std::uint64_t items = 0;
  std::uint64_t bad = 0;  ///< of these, set aside or refused
};

class source_watch {
 public:
  explicit source_watch(alert_limits limits = {}) : limits_(limits) {}

  /// A fact of the log; conversions, touchpoints and CRM changes make the rhythm of their source.
  void note(const sealed_fact& fact);

  /// What begins or ends at `pulled.at`. Nothing while a pulled source is just being started, and so cannot say.
  /// @param log_is_read whether note() was told of everything up to now
  std::vector<alert_notice> look(const sync_states& pulled, const std::vector<intake_figures>& intake,
                                 bool log_is_read);

  /// The rhythm of every source, with its last *hours*.
  std::vector<source_rhythm> rhythms(instant now, std::int32_t hours) const;

  /// Sources that tell nothing although they usually do, by name, with a sentence each. As of the last look().
  const std::map<std::string, std::string>& silent() const { return silent_; }

 private:
  struct behind {
    std::optional<instant> last_success;
    instant since = 0;
  };

  void judge_states(const sync_states& pulled, std::vector<alert_condition>& wrong);
  void judge_tokens(const sync_states& pulled, std::vector<alert_condition>& wrong) const;
  void judge_rejects(instant now, const std::vector<intake_figures>& intake, std::vector<alert_condition>& wrong);
  void judge_silence(instant now, std::vector<alert_condition>& wrong);

  alert_limits limits_;
  alert_book book_;
  std::map<std::string, weekly_rhythm> rhythms_;
  std::map<std::string, recent_share> shares_;
  std::map<std::string, behind> behind_;
  std::map<std::string, std::string> silent_;
};

}  // namespace hub
