#include "app/sync_table.hpp"

#include <algorithm>

#include "app/answer_rows.hpp"
#include "app/progress.hpp"
#include "domain/time.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

/// The number *name* of *o*, or 0.
std::int64_t number_in(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  boost::system::error_code none;
  return v != nullptr && v->is_number() ? v->to_number<std::int64_t>(none) : 0;
}

const json::object* part_in(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  return v != nullptr && v->is_object() ? &v->get_object() : nullptr;
}

/// `12:03:04Z` of a time of today or any other day; the day is in --json.
std::string clock_of(const std::string& time) {
  const auto t = time.find('T');
  return t == time.npos ? time : time.substr(t + 1, 8) + "Z";
}

/// The time without fractions of a second.
std::string to_the_second(const std::string& time) {
  const auto point = time.find('.');
  return point == time.npos ? time : time.substr(0, point) + "Z";
}

std::string lag_of(const json::object& source) {
  const auto* lag = source.if_contains("lag_seconds");
  return lag != nullptr && lag->is_number() ? length_text(number_in(source, "lag_seconds")) : "no sync yet";
}

/// Whether the last run of *source* failed, as far as it says: no sync has succeeded since its last error.
bool failed_last(const json::object& source, const json::object& last_error) {
  const auto failed = parse_instant(text_of(last_error, "at")),
             succeeded = parse_instant(text_of(source, "last_success"));
  return failed && (!succeeded || *failed > *succeeded);
}

/// What a person should know beside the state: why, and of a source that is paused what it failed at before.
std::string reason_of(const json::object& source) {
  const auto since = text_of(source, "failing_since");
  if (const auto* why = part_in(source, "why"))
    return text_of(*why, "detail") +
           (since.empty() ? ""
                          : " (fails at least since " + to_the_second(since) + "); 'convhub doctor' says what to do");
  const auto* last = part_in(source, "last_error");
  if (text_of(source, "state") != "paused" || last == nullptr || !failed_last(source, *last)) return {};
  return "before it was paused: " + text_of(*last, "detail");
}

}  // namespace

std::string sync_state_text(const json::object& source) {
  const auto state = text_of(source, "state");
  const auto until = text_of(source, "until");
  if (state == "retrying")
    return state + " " + std::to_string(number_in(source, "tries")) + "/" +
           std::to_string(number_in(source, "most_tries"));
  if (state == "waiting" && !until.empty()) return state + " until " + clock_of(until);
  const auto* progress = part_in(source, "progress");
  if (state != "syncing" || progress == nullptr) return state;
  const auto total = number_in(*progress, "total");
  if (total <= 0) return state;
  return state + " " + std::to_string(std::clamp<std::int64_t>(100 * number_in(*progress, "done") / total, 0, 100)) +
         " %";
}

std::string show_sources(const json::array& sources, const look& l) {
  table t;
  t.columns = {{"source"},
               {"state"},
               {"last success"},
               {"lag", side::right},
               {"records", side::right},
               {"rejected since start", side::right},
               {"next run"}};
  std::string reasons;
  for (const auto& each : sources) {
    if (!each.is_object()) continue;
    const auto& s = each.get_object();
    const auto next = text_of(s, "next_run");
    t.rows.push_back({text_of(s, "source"), sync_state_text(s), to_the_second(text_of(s, "last_success")), lag_of(s),
                      with_thousands(number_in(s, "records")), with_thousands(number_in(s, "rejected")),
                      clock_of(next)});
    if (const auto why = reason_of(s); !why.empty()) reasons += printable(text_of(s, "source") + ": " + why) + "\n";
  }
  return render(t, l) + (reasons.empty() ? "" : "\n" + reasons);
}

}  // namespace hub::app
