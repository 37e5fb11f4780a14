#include "app/sync_follow.hpp"

#include <algorithm>
#include <map>

#include "app/answer_rows.hpp"
#include "app/progress.hpp"
#include "app/sync_table.hpp"
#include "domain/time.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds between_looks(250);
constexpr int looks_to_begin = 40;  // ten seconds

std::int64_t number_at(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  boost::system::error_code none;
  return v != nullptr && v->is_number() ? v->to_number<std::int64_t>(none) : 0;
}

std::string text_within(const json::object& o, std::string_view part, std::string_view name) {
  const auto* v = o.if_contains(part);
  return v != nullptr && v->is_object() ? text_of(v->get_object(), name) : std::string();
}

/// A source whose actor begins again in a moment rests, but not because a run ended.
bool begins_again(const json::object& source) { return text_within(source, "why", "code") == "sync-starting"; }

bool ended_badly(const json::object& source) {
  const auto state = text_of(source, "state");
  return state == "failing" || state == "stopped" || state == "parked" || state == "paused";
}

/// Whether the source rests after a run that ended since *before*.
bool has_ended(const json::object& before, const json::object& source) {
  if (is_running(source) || begins_again(source)) return false;
  return ended_badly(source) || text_of(source, "last_success") != text_of(before, "last_success") ||
         text_within(source, "last_error", "at") != text_within(before, "last_error", "at");
}

/// Shares and records of all runs together. Sources count differently (records, days, seconds), so each is a share.
class runs_progress {
 public:
  explicit runs_progress(std::size_t runs) : runs_(static_cast<std::int64_t>(runs)) {}

  void add(const json::object& before, const json::object& source, bool ended, instant now) {
    rows_ += std::max<std::int64_t>(number_at(source, "records") - number_at(before, "records"), 0);
    if (ended) {
      done_ += whole;
      return;
    }
    const auto* progress = source.if_contains("progress");
    const auto total = progress != nullptr && progress->is_object() ? number_at(progress->get_object(), "total") : 0;
    known_ = known_ && total > 0;
    if (total > 0)
      done_ += std::clamp<std::int64_t>(whole * number_at(progress->get_object(), "done") / total, 0, whole);
    if (const auto eta = parse_instant(text_within(source, "progress", "eta")); eta && now != 0)
      left_us_ = std::max({left_us_, *eta - now, instant{0}});
  }

  progress_state state() const {
    progress_state s;
    s.rows = rows_;
    s.done = done_;
    s.total = known_ ? runs_ * whole : 0;
    s.unit = "records";
    if (left_us_ >= 0) s.left_s = static_cast<double>(left_us_) / second_us;
    return s;
  }

 private:
  static constexpr std::int64_t whole = 1'000;
  std::int64_t runs_, rows_ = 0, done_ = 0;
  bool known_ = true;
  instant left_us_ = -1;  // of the run that takes longest; below zero: not known
};

/// What holds the runs up, said once each time that it changes: a platform may make them wait for an hour.
class told_waits {
 public:
  void tell(const json::object& source, progress& line, console& c) {
    const auto name = text_of(source, "source");
    const auto state = text_of(source, "state");
    const auto said = state == "waiting" || state == "retrying"
                          ? sync_state_text(source) + ": " + text_within(source, "why", "detail")
                          : std::string();
    auto& last = told_[name];
    if (said == last) return;
    last = said;
    if (said.empty()) return;
    line.clear();
    c.err << printable(name + ": " + said) << '\n';
  }

 private:
  std::map<std::string, std::string> told_;
};

struct told_sources {
  json::array sources;
  instant at = 0;  ///< by the hub's clock
};

result<told_sources> ask_all(client& hub) {
  const auto answer = get(hub, "/v1/sync");
  if (!answer) return answer.error();
  boost::system::error_code broken;
  const auto document = json::parse(answer->body, broken);
  const auto* list = !broken && document.is_object() ? document.get_object().if_contains("sources") : nullptr;
  if (list == nullptr || !list->is_array())
    return fail("answer-malformed",
                "the server does not tell of pulled sources; is it a Conversion Hub of this version?");
  const auto at = parse_instant(text_of(document.get_object(), "at"));
  return told_sources{list->get_array(), at ? *at : 0};
}

}  // namespace

result<json::array> ask_sources(client& hub) {
  auto told = ask_all(hub);
  if (!told) return told.error();
  return std::move(told->sources);
}

const json::object* find_source(const json::array& sources, std::string_view name) {
  for (const auto& each : sources)
    if (each.is_object() && text_of(each.get_object(), "source") == name) return &each.get_object();
  return nullptr;
}

bool is_running(const json::object& source) { return !text_of(source, "run_began").empty(); }

result<json::array> follow_runs(client& hub, const json::array& before, const std::vector<std::string>& names,
                                std::optional<std::chrono::seconds> limit, program& p) {
  progress line(p.con);
  told_waits waits;
  std::chrono::milliseconds waited(0);
  for (int idle = 0; idle < looks_to_begin;) {
    const auto told = ask_all(hub);
    if (!told) return told.error();
    runs_progress all(names.size());
    std::size_t ended = 0;
    bool any_runs = false;
    for (const auto& name : names) {
      const auto* then = find_source(before, name);
      const auto* now = find_source(told->sources, name);
      if (then == nullptr || now == nullptr)
        return fail("sync-gone", name + " is not pulled any more; was the hub started with other settings?");
      const bool over = has_ended(*then, *now);
      if (!over) waits.tell(*now, line, p.con);
      ended += over ? 1U : 0U;
      any_runs = any_runs || is_running(*now);
      all.add(*then, *now, over, told->at);
    }
    if (ended == names.size()) return told->sources;
    idle = any_runs ? 0 : idle + 1;
    line.show(all.state());
    if (limit && waited >= *limit)
      return fail("sync-goes-on", "not over within " + std::to_string(limit->count()) +
                                      " s; the hub goes on by itself, 'convhub status' says how far it is");
    p.world.rest(between_looks);
    waited += between_looks;
  }
  return fail("sync-not-begun", "no run began within ten seconds; 'convhub status' says how the sources are");
}

exit_code outcome_of(const json::array& before, const json::array& after, const std::vector<std::string>& names) {
  auto outcome = exit_code::ok;
  for (const auto& name : names) {
    const auto* then = find_source(before, name);
    const auto* now = find_source(after, name);
    if (now == nullptr || ended_badly(*now)) return exit_code::failed;
    if (then != nullptr && number_at(*now, "rejected") > number_at(*then, "rejected"))
      outcome = exit_code::some_rejected;
  }
  return outcome;
}

}  // namespace hub::app
