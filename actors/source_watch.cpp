#include "actors/source_watch.hpp"

#include <algorithm>
#include <cmath>

namespace hub {
namespace {

constexpr std::uint64_t fewest_items = 20;  // of an hour, before their share says anything

bool starts(const sync_state& s) { return s.why && s.why->code == "sync-starting"; }

/// `6 h`, `45 min`.
std::string span(instant length) {
  return length >= 2 * hour_us ? std::to_string(length / hour_us) + " h" : std::to_string(length / minute_us) + " min";
}

std::string per_cent(double share) {
  const auto tenths = std::llround(share * 1000);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

}  // namespace

void source_watch::note(const sealed_fact& fact) {
  if (const auto* sale = std::get_if<conversion_event>(&fact.body))
    rhythms_[sale->source].note(fact.received_at);
  else if (const auto* touch = std::get_if<touch_event>(&fact.body))
    rhythms_[touch->source].note(fact.received_at);
  else if (const auto* change = std::get_if<crm_change>(&fact.body))
    rhythms_[change->source].note(fact.received_at);
}

std::vector<alert_notice> source_watch::look(const sync_states& pulled, const std::vector<intake_figures>& intake,
                                             bool log_is_read) {
  if (std::any_of(pulled.sources.begin(), pulled.sources.end(), starts)) return {};
  std::vector<alert_condition> wrong;
  judge_states(pulled, wrong);
  judge_tokens(pulled, wrong);
  judge_rejects(pulled.at, intake, wrong);
  if (!log_is_read) return {};
  judge_silence(pulled.at, wrong);
  return book_.take(wrong, pulled.at);
}

/// The time since a source was last seen read up counts, not that of its last run: an interval may be long.
void source_watch::judge_states(const sync_states& pulled, std::vector<alert_condition>& wrong) {
  std::map<std::string, behind> still;
  for (const auto& s : pulled.sources) {
    const auto why = s.why ? s.why->detail : std::string("a run goes on");
    if (s.phase == sync_phase::stopped) wrong.push_back({alert_kind::stopped, s.source, why, 0});
    if (s.phase == sync_phase::parked) wrong.push_back({alert_kind::parked, s.source, why, 0});
    if (s.phase == sync_phase::ok || s.phase == sync_phase::silent || s.phase == sync_phase::paused) continue;
    const auto known = behind_.find(s.source);
    const bool same = known != behind_.end() && known->second.last_success == s.last_success;
    const auto since = same ? known->second.since : pulled.at;
    still[s.source] = {s.last_success, since};
    if (s.phase == sync_phase::stopped || s.phase == sync_phase::parked) continue;  // that is told already
    const auto lag = pulled.at - since;
    if (lag > limits_.lag_us)
      wrong.push_back({alert_kind::lag, s.source, s.source + " has not been read up for " + span(lag) + ": " + why,
                       static_cast<double>(lag) / static_cast<double>(second_us)});
  }
  behind_ = std::move(still);
}

void source_watch::judge_tokens(const sync_states& pulled, std::vector<alert_condition>& wrong) const {
  for (const auto& s : pulled.sources) {
    if (!s.token_expires || *s.token_expires - pulled.at > limits_.token_us) continue;
    wrong.push_back({alert_kind::token, s.source,
                     "the token of " + s.source + " expires at " + format_instant(*s.token_expires) +
                         "; put a new one into its settings and send SIGHUP",
                     static_cast<double>(*s.token_expires - pulled.at) / static_cast<double>(second_us)});
  }
}

void source_watch::judge_rejects(instant now, const std::vector<intake_figures>& intake,
                                 std::vector<alert_condition>& wrong) {
  for (const auto& [source, items, bad_items] : intake) {
    auto& share = shares_[source];
    share.note(now, items, bad_items);
    const bool open = book_.is_open(alert_kind::reject_rate, source);
    const auto bad = share.bad_share(open ? 1 : fewest_items);
    if (bad && *bad > (open ? limits_.reject_rate / 2 : limits_.reject_rate))
      wrong.push_back({alert_kind::reject_rate, source,
                       per_cent(*bad) + " of what " + source +
                           " sent within the last hour could not be taken in; GET /v1/quarantine says why",
                       *bad});
  }
}

std::vector<source_rhythm> source_watch::rhythms(instant now, std::int32_t hours) const {
  std::vector<source_rhythm> all;
  for (const auto& [source, rhythm] : rhythms_)
    all.push_back(
        {source, *rhythm.last(), rhythm.usual_since_last(now), silent_.count(source) > 0, rhythm.hours(now, hours)});
  return all;
}

void source_watch::judge_silence(instant now, std::vector<alert_condition>& wrong) {
  silent_.clear();
  if (!limits_.silent) return;
  for (const auto& [source, rhythm] : rhythms_) {
    const auto usual = rhythm.usual_since_last(now);
    if (!usual || *usual <= limits_.silent_events) continue;
    auto sentence = "nothing new has come from " + source + " since " + format_instant(*rhythm.last()) +
                    "; in the same stretch of other weeks it was about " + std::to_string(std::llround(*usual)) +
                    " events";
    silent_.emplace(source, sentence);
    wrong.push_back({alert_kind::silent, source, std::move(sentence), *usual});
  }
}

}  // namespace hub
