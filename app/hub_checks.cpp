#include "app/hub_checks.hpp"

#include "app/answer_rows.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

constexpr instant clock_doubtful = 5 * second_us;
constexpr instant clock_wrong = 60 * second_us;
constexpr instant token_soon = 14 * day_us;
constexpr std::int64_t stale_after_s = 3'600;  // since the last run that read all there was

struct state_meaning {
  std::string_view state;
  grade how;
  std::string_view remedy;
};

constexpr state_meaning meanings[] = {
    {"silent", grade::warn, "see whether the platform still gets anything, and whether the token may still read it"},
    {"failing", grade::warn,
     "it is tried again by itself; look at the platform, and at the source's section in the settings (its base_url or "
     "url, and paths); after a change send the hub SIGHUP, then 'convhub sync SOURCE'"},
    {"paused", grade::warn, "'convhub sync SOURCE --resume' lets it go on"},
    {"stopped", grade::fail,
     "mend what is said here; after a change of settings send the hub SIGHUP, then 'convhub sync SOURCE'"},
    {"parked", grade::fail, "look at the log; 'convhub sync SOURCE' runs it again"},
};

std::string detail_in(const json::object& o, std::string_view name) {
  const auto* part = o.if_contains(name);
  return part != nullptr && part->is_object() ? text_of(part->get_object(), "detail") : std::string();
}

std::int64_t number_in(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  return v != nullptr && v->is_int64() ? v->get_int64() : 0;
}

/// `failing: there is no array…, until 2026-02-09T11:00:00Z; no sync has succeeded yet`
std::string detail_of(const json::object& source) {
  auto why = detail_in(source, "why");
  if (why.empty()) why = detail_in(source, "last_error");
  const auto until = text_of(source, "until");
  return text_of(source, "state") + (why.empty() ? "" : ": " + why) + (until.empty() ? "" : ", until " + until) +
         (text_of(source, "last_success").empty() ? "; no sync has succeeded yet" : "");
}

finding check_source(const json::object& source) {
  const auto name = text_of(source, "source");
  const auto state = text_of(source, "state");
  for (const auto& m : meanings) {
    if (m.state != state) continue;
    std::string remedy(m.remedy);
    if (const auto at = remedy.find("SOURCE"); at != remedy.npos) remedy.replace(at, 6, name);
    return {m.how, "source " + name, detail_of(source), remedy};
  }
  const bool held_up = state == "waiting" || state == "retrying";
  if (held_up && (text_of(source, "last_success").empty() || number_in(source, "lag_seconds") > stale_after_s))
    return {grade::warn, "source " + name, detail_of(source),
            "it goes on by itself; look at the platform, and at the source's settings, if it stays so"};
  return {grade::ok, "source " + name, held_up ? detail_of(source) : state, ""};
}

/// Nothing where the token does not expire, or not soon.
findings check_token(const json::object& source, instant now) {
  const auto name = text_of(source, "source");
  const auto expires = parse_instant(text_of(source, "token_expires"));
  if (!expires || *expires - now > token_soon) return {};
  const std::string remedy = "put a new token into the settings or its file, then SIGHUP";
  const auto day = format_instant(*expires).substr(0, 10);
  if (*expires <= now) return {{grade::fail, "token of " + name, "expired on " + day, remedy}};
  return {{grade::warn, "token of " + name, "expires on " + day, remedy}};
}

/// How many a list has, which may be cut.
struct list_size {
  std::size_t count = 0;
  bool is_cut = false;
  std::string text() const { return std::to_string(count) + (is_cut ? " or more" : ""); }
};

list_size listed(const json::object& list) {
  const auto* data = list.if_contains("data");
  return {data != nullptr && data->is_array() ? data->get_array().size() : 0, !text_of(list, "next_cursor").empty()};
}

finding check_hub_clock(instant hub, instant now) {
  const auto apart = hub > now ? hub - now : now - hub;
  const auto detail = std::to_string(apart / second_us) + " s apart from this machine's";
  const std::string remedy = "let a time service set both clocks";
  if (apart > clock_wrong) return {grade::fail, "clock of the hub", detail, remedy};
  if (apart > clock_doubtful) return {grade::warn, "clock of the hub", detail, remedy};
  return {grade::ok, "clock of the hub", detail, ""};
}

}  // namespace

findings check_status(const json::object& status, const config::cluster_settings& cluster) {
  findings found;
  if (text_of(status, "ready") == "yes")
    found.push_back(
        {grade::ok, "hub",
         "version " + text_of(status, "version") + ", position " + text_of(status, "data_seq") + " of the log", ""});
  else
    found.push_back({grade::fail, "hub", "not ready: " + text_of(status, "reason"), "wait, or look at its log"});
  if (const auto refuses = text_of(status, "refuses_because"); !refuses.empty())
    found.push_back({grade::fail, "taking in", refuses, "it goes on by itself once there is room"});
  const auto* shards = status.if_contains("shards");
  if (cluster.workers.empty() || shards == nullptr || !shards->is_object()) return found;
  const auto& s = shards->get_object();
  const auto here = number_in(s, "here"), away = number_in(s, "in_workers"), filling = number_in(s, "filling");
  const auto workers = static_cast<std::int64_t>(cluster.workers.size());
  const auto detail = std::to_string(away) + " of " + std::to_string(here + away + filling) + " shards in " +
                      std::to_string(workers) + (workers == 1 ? " worker" : " workers");
  if (here > 0)
    found.push_back({grade::warn, "workers", detail + ", the hub holds " + std::to_string(here) + " itself",
                     "start the workers that cluster.workers names, then restart the hub"});
  else if (filling > 0)
    found.push_back({grade::warn, "workers", detail + ", " + std::to_string(filling) + " are being filled", "wait"});
  else if (workers > away)
    found.push_back({grade::warn, "workers", detail + ": " + std::to_string(workers - away) + " hold nothing",
                     "raise attribution.shards to the number of workers, or end those"});
  else
    found.push_back({grade::ok, "workers", detail, ""});
  return found;
}

findings check_sources(const json::object& sync, instant now) {
  findings found;
  if (const auto hub = parse_instant(text_of(sync, "at"))) found.push_back(check_hub_clock(*hub, now));
  const auto* sources = sync.if_contains("sources");
  if (sources == nullptr || !sources->is_array()) return found;
  for (const auto& each : sources->get_array()) {
    if (!each.is_object()) continue;
    found.push_back(check_source(each.get_object()));
    const auto token = check_token(each.get_object(), now);
    found.insert(found.end(), token.begin(), token.end());
  }
  if (sources->get_array().empty()) found.push_back({grade::ok, "sources", "none is pulled", ""});
  return found;
}

findings check_adjustments(const json::object& waiting, const json::object& over) {
  const auto waits = listed(waiting), beyond = listed(over);
  if (waits.count + beyond.count == 0) return {{grade::ok, "refunds", "each has its sale", ""}};
  std::string detail, remedy;
  if (waits.count > 0) {
    detail = waits.text() + (waits.count == 1 ? " waits for its sale" : " wait for their sale");
    remedy = "bring the sales in, or look with 'convhub adjustments' at what they name";
  }
  if (beyond.count > 0) {
    detail += (detail.empty() ? "" : ", ") + beyond.text() +
              (beyond.count == 1 ? " asks for more than its sale brought" : " ask for more than their sales brought");
    remedy +=
        std::string(remedy.empty() ? "" : "; ") + "'convhub adjustments --note over-refund' lists what is too much";
  }
  return {{grade::warn, "refunds", detail, remedy}};
}

findings check_quarantine(const json::object& list) {
  const auto open = listed(list);
  if (open.count == 0) return {{grade::ok, "quarantine", "nothing waits", ""}};
  return {{grade::warn, "quarantine",
           open.text() + (open.count == 1 ? " item waits" : " items wait") + " to be mended or given up",
           "'convhub quarantine' says why"}};
}

}  // namespace hub::app
