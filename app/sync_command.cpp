// `sync`: has the hub pull its sources now, pause, go on or go back, and waits for it if asked to.
#include "app/answer_rows.hpp"
#include "app/show_answer.hpp"
#include "app/sync_follow.hpp"
#include "app/sync_table.hpp"
#include "config/settings.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

struct sync_request {
  place where;
  std::string source;
  std::string backfill;
  std::string timeout;  ///< empty: none
  bool pause = false, resume = false, wait = false, as_json = false;
};

/// What is ordered of *source*; of every source when it is empty.
std::string target_of_order(const sync_request& r, const std::string& source) {
  const auto path = "/v1/sync" + (source.empty() ? "" : "/" + percent_encoded(source));
  if (r.pause) return path + "/pause";
  if (r.resume) return path + "/resume";
  if (r.backfill.empty()) return path;
  parameters query;
  if (r.backfill != "all") query.emplace_back("since", r.backfill);
  return target_of(path + "/backfill", query);
}

bool is_plain_run(const sync_request& r) { return !r.pause && !r.resume && r.backfill.empty(); }

std::string sentence_of(const sync_request& r, const std::string& source, std::string_view outcome) {
  if (outcome == "busy") return source + ": a run is under way already; 'convhub status' says how far it is";
  if (outcome == "paused") return source + ": paused; 'convhub sync " + source + " --resume' lets it go on";
  if (r.pause) return source + ": paused until it is resumed";
  if (r.resume) return source + ": goes on, once what it waits for is over; 'convhub status' says how it is";
  return source + (r.backfill.empty() ? ": a run begins" : ": a run begins that reads again");
}

/// Whose runs are followed, and whether every order was taken.
struct ordered {
  std::vector<std::string> follow;
  bool all_taken = true;
};

/// Notes what became of one order.
result<void> note_answer(const sync_request& r, const net::http_answer& answer, console& c, ordered& into) {
  if (r.as_json && !r.wait) c.out << answer.body;
  boost::system::error_code broken;
  const auto document = json::parse(answer.body, broken);
  const auto* list = !broken && document.is_object() ? document.get_object().if_contains("sources") : nullptr;
  if (list == nullptr || !list->is_array())
    return fail("answer-malformed", "the server's answer is not what was asked for; is it a Conversion Hub?");
  for (const auto& each : list->get_array()) {
    if (!each.is_object()) continue;
    const auto source = text_of(each.get_object(), "source");
    const auto outcome = text_of(each.get_object(), "outcome");
    if (outcome != "paused") into.follow.push_back(source);
    if (!r.as_json) c.err << printable(sentence_of(r, source, outcome)) << '\n';
  }
  return {};
}

/// Why no run of *source* begins: of one that waits, what for.
error no_run(const net::http_answer& answer, const json::array& sources, const std::string& source) {
  const auto* known = answer.status == 409 ? find_source(sources, source) : nullptr;
  const auto state = known == nullptr ? std::string() : text_of(*known, "state");
  if (state != "waiting" && state != "retrying") return refusal_of(answer);
  const auto* why = known->if_contains("why");
  return fail("sync-busy", source + " is " + sync_state_text(*known) +
                               (why != nullptr && why->is_object() ? ": " + text_of(why->get_object(), "detail") : "") +
                               ". It goes on by itself then; --wait stays until it is done");
}

/// What the hub refuses, with what to do where a run goes on that an order to read again cannot join.
error order_refused(const sync_request& r, const net::http_answer& answer, const std::string& source) {
  auto why = refusal_of(answer);
  if (!r.backfill.empty() && answer.status == 409 && why.detail.find("under way already") != why.detail.npos)
    why.detail += "; 'convhub sync " + source + " --wait' waits for its end; then order it again";
  return why;
}

/// Gives the orders, one a source where the hub takes no other.
result<ordered> give_orders(client& hub, const sync_request& r, const json::array& sources, console& c) {
  std::vector<std::string> targets = {r.source};
  if (r.source.empty() && !is_plain_run(r)) {
    targets.clear();
    for (const auto& each : sources) targets.push_back(text_of(each.get_object(), "source"));
  }
  ordered done;
  for (const auto& target : targets) {
    const auto answer = hub.exchange(request_of("POST", target_of_order(r, target)));
    if (!answer) return answer.error();
    if (answer->status < 400) {
      if (auto noted = note_answer(r, *answer, c, done); !noted) return noted.error();
      continue;
    }
    // Whoever waits for a run that goes on already gets what was wanted.
    const bool joins = answer->status == 409 && r.wait && is_plain_run(r);
    bool joined = false;
    for (const auto& each : sources) {
      const auto name = text_of(each.get_object(), "source");
      if (!joins || !is_running(each.get_object()) || (!target.empty() && target != name)) continue;
      done.follow.push_back(name);
      joined = true;
    }
    if (joined) continue;
    const auto why = is_plain_run(r) ? no_run(*answer, sources, target) : order_refused(r, *answer, target);
    if (targets.size() == 1) return why;
    done.all_taken = false;
    complain(why, c);
  }
  return done;
}

result<exit_code> run_sync(program& p, client& hub, const sync_request& r) {
  std::optional<std::chrono::seconds> limit;
  if (!r.timeout.empty()) {
    limit.emplace();
    if (const auto read = config::parse_duration(r.timeout, *limit); !read)
      return fail("usage", read.error().detail, "--timeout");
  }
  const auto before = ask_sources(hub);
  if (!before) return before.error();
  if (before->empty())
    return fail("nothing-pulled",
                "that hub pulls nothing: enable a source in the settings of 'convhub serve', such as "
                "[sources.hubspot]; docs/sources.md says how");
  const auto orders = give_orders(hub, r, *before, p.con);
  if (!orders) return orders.error();
  const auto given = orders->all_taken ? exit_code::ok : exit_code::failed;
  if (!r.wait || orders->follow.empty()) return given;
  const auto after = follow_runs(hub, *before, orders->follow, limit, p);
  if (!after) return after.error();
  json::array shown;
  for (const auto& name : orders->follow)
    if (const auto* source = find_source(*after, name)) shown.push_back(*source);
  if (r.as_json)
    p.con.out << json::serialize(json::object{{"sources", shown}}) << '\n';
  else
    p.con.out << show_sources(shown, p.con.out_look);
  const auto outcome = outcome_of(*before, *after, orders->follow);
  return outcome == exit_code::ok ? given : outcome;
}

}  // namespace

void add_sync_command(program& p) {
  auto* command =
      p.root.add_subcommand("sync", "Have the hub pull its sources now: HubSpot, Meta's costs and the like");
  const auto request = std::make_shared<sync_request>();
  command->add_option("SOURCE", request->source, "Only this one; see 'convhub status'");
  auto* backfill = command
                       ->add_option("--backfill", request->backfill,
                                    "Read again what changed since then: 90d, a day, a time, or all")
                       ->type_name("SINCE");
  auto* pause = command->add_flag("--pause", request->pause, "Pull no more until it is resumed")->excludes(backfill);
  command->add_flag("--resume", request->resume, "Go on after a pause")->excludes(backfill)->excludes(pause);
  auto* wait = command->add_flag("--wait", request->wait, "Wait until the run is over; 5 when records were set aside")
                   ->excludes(pause);
  command->add_option("--timeout", request->timeout, "With --wait: no longer than this, such as 90s or 10m; then 1")
      ->needs(wait)
      ->type_name("TIME");
  command
      ->add_option("--server", request->where.server,
                   "The hub to ask (default " + std::string(default_server) + "); only one that serves pulls")
      ->type_name("URL");
  add_key_flag(*command, request->where.key_file);
  command->add_flag("--json", request->as_json, "Print the hub's JSON");
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->where, [&](client& hub) { return run_sync(p, hub, *request); });
    };
  });
}

}  // namespace hub::app
