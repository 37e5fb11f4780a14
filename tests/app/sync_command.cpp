// `convhub sync` and the table of pulled sources, against a hub that answers what the test wrote down.
#include <catch2/catch.hpp>

#include "app/sync_table.hpp"
#include "recorded_hub.hpp"

using namespace hub;
using namespace hub::app;
namespace json = boost::json;

namespace {

/// One source as GET /v1/sync tells of it.
std::string source(const std::string& name, const std::string& state, const std::string& more = {}) {
  return "{\"source\":\"" + name + "\",\"state\":\"" + state + "\"" + (more.empty() ? "" : "," + more) + "}";
}

net::http_answer told(const std::string& sources) {
  return answer_of(200, "{\"at\":\"2026-02-09T10:00:00Z\",\"sources\":[" + sources + "]}");
}

net::http_answer taken(const std::string& name, const std::string& outcome = "taken") {
  return answer_of(202, "{\"sources\":[{\"source\":\"" + name + "\",\"outcome\":\"" + outcome + "\"}]}");
}

const std::string rested = R"("last_success":"2026-02-09T09:00:00Z","records":10,"rejected":0)";
const std::string runs =
    R"("run_began":"2026-02-09T10:00:00Z","progress":{"done":1,"total":4,"eta":null},"records":12,"rejected":0)";
const std::string read_up = R"("last_success":"2026-02-09T10:00:01Z","records":30,"rejected":0)";

std::string targets_of(const recorded_hub& hub) {
  std::string all;
  for (const auto& each : hub.asked) all += each.method + " " + each.target + "\n";
  return all;
}

}  // namespace

TEST_CASE("sync has every source run, or the one that is named", "[app][sync]") {
  recorded_hub hub;
  hub.answers = {told(source("hubspot", "ok", rested)), taken("hubspot"), told(source("hubspot", "ok", rested)),
                 taken("hubspot")};
  const session all(hub, {"sync"});
  CHECK(all.code == exit_code::ok);
  CHECK(all.err.str() == "hubspot: a run begins\n");
  const session one(hub, {"sync", "hubspot", "--server", "http://127.0.0.1:1"});
  CHECK(one.code == exit_code::ok);
  CHECK(targets_of(hub) == "GET /v1/sync\nPOST /v1/sync\nGET /v1/sync\nPOST /v1/sync/hubspot\n");
  CHECK(hub.opened.back().server == "http://127.0.0.1:1");
}

TEST_CASE("sync pauses, resumes and goes back, each source if none is named", "[app][sync]") {
  const auto both = source("hubspot", "ok") + "," + source("meta_ads", "ok");
  recorded_hub hub;
  hub.answers = {told(both), taken("hubspot"), taken("meta_ads")};
  CHECK(session(hub, {"sync", "--pause"}).code == exit_code::ok);
  CHECK(targets_of(hub) == "GET /v1/sync\nPOST /v1/sync/hubspot/pause\nPOST /v1/sync/meta_ads/pause\n");
  recorded_hub second;
  second.answers = {told(both), taken("hubspot")};
  const session resumed(second, {"sync", "hubspot", "--resume"});
  CHECK(resumed.err.str() == "hubspot: goes on, once what it waits for is over; 'convhub status' says how it is\n");
  CHECK(second.asked.back().target == "/v1/sync/hubspot/resume");
  second.answers = {told(both), taken("hubspot"), told(both), taken("hubspot")};
  CHECK(session(second, {"sync", "hubspot", "--backfill", "90d"}).code == exit_code::ok);
  CHECK(second.asked.back().target == "/v1/sync/hubspot/backfill?since=90d");
  CHECK(session(second, {"sync", "hubspot", "--backfill", "all"}).code == exit_code::ok);
  CHECK(second.asked.back().target == "/v1/sync/hubspot/backfill");
}

TEST_CASE("what cannot be meant together is a mistake of usage", "[app][sync]") {
  recorded_hub hub;
  CHECK(session(hub, {"sync", "hubspot", "--pause", "--resume"}).code == exit_code::usage);
  CHECK(session(hub, {"sync", "hubspot", "--pause", "--backfill", "9d"}).code == exit_code::usage);
  CHECK(session(hub, {"sync", "hubspot", "--pause", "--wait"}).code == exit_code::usage);
  CHECK(hub.asked.empty());
}

TEST_CASE("a hub that pulls nothing, and one that refuses, is told with its sentence", "[app][sync]") {
  recorded_hub hub;
  hub.answers = {told("")};
  const session nothing(hub, {"sync"});
  CHECK(nothing.code == exit_code::failed);
  CHECK(nothing.err.str().find("enable a source in the settings") != std::string::npos);
  hub.answers = {told(source("hubspot", "ok")),
                 answer_of(404, R"({"title":"Not Found","detail":"Did you mean 'hubspot'?"})")};
  const session unknown(hub, {"sync", "hubsopt"});
  CHECK(unknown.code == exit_code::failed);
  CHECK(unknown.err.str().find("Did you mean 'hubspot'?") != std::string::npos);
}

TEST_CASE("waiting ends with the run and shows how the source is then", "[app][sync]") {
  recorded_hub hub;
  hub.answers = {told(source("hubspot", "ok", rested)), taken("hubspot"), told(source("hubspot", "syncing", runs)),
                 told(source("hubspot", "retrying", runs)), told(source("hubspot", "ok", read_up))};
  const session s(hub, {"sync", "hubspot", "--wait"});
  CHECK(s.code == exit_code::ok);
  CHECK(hub.rests == 2);
  CHECK(s.out.str().find("hubspot  ok     2026-02-09T10:00:01Z") != std::string::npos);
}

TEST_CASE("whoever waits hears at once what holds a run up, and once only", "[app][sync]") {
  const auto held = source("hubspot", "waiting",
                           runs + R"(,"until":"2026-02-09T10:30:00Z","why":{"code":"x","detail":"answered 429"})");
  recorded_hub hub;
  hub.answers = {told(source("hubspot", "ok", rested)),
                 taken("hubspot"),
                 told(held),
                 told(held),
                 told(source("hubspot", "syncing", runs)),
                 told(source("hubspot", "ok", read_up))};
  CHECK(session(hub, {"sync", "hubspot", "--wait"}).err.str() ==
        "hubspot: a run begins\n"
        "hubspot: waiting until 10:30:00Z: answered 429\n");
}

TEST_CASE("waiting tells a script how the run ended", "[app][sync]") {
  const auto ends = [](const std::string& last) {
    recorded_hub hub;
    hub.answers = {told(source("hubspot", "ok", rested)), taken("hubspot"), told(source("hubspot", "syncing", runs)),
                   told(last)};
    session s(hub, {"sync", "hubspot", "--wait"});
    return std::pair(s.code, s.out.str());
  };
  CHECK(ends(source("hubspot", "ok", R"("last_success":"2026-02-09T10:00:01Z","records":30,"rejected":2)")).first ==
        exit_code::some_rejected);
  const auto stopped =
      ends(source("hubspot", "stopped", rested + R"(,"why":{"code":"token-refused","detail":"make a new token"})"));
  CHECK(stopped.first == exit_code::failed);
  CHECK(stopped.second.find("hubspot: make a new token\n") != std::string::npos);
}

TEST_CASE("whoever waits joins a run that goes on already, and is refused without waiting", "[app][sync]") {
  const auto busy = answer_of(409, R"({"title":"Conflict","detail":"a run of hubspot is under way already"})");
  recorded_hub hub;
  hub.answers = {told(source("hubspot", "syncing", runs)), busy, told(source("hubspot", "ok", read_up))};
  CHECK(session(hub, {"sync", "hubspot", "--wait"}).code == exit_code::ok);
  hub.answers = {told(source("hubspot", "syncing", runs)), busy};
  const session refused(hub, {"sync", "hubspot"});
  CHECK(refused.code == exit_code::failed);
  CHECK(refused.err.str().find("is under way already") != std::string::npos);
}

TEST_CASE("an order for a source that waits says until when and for what", "[app][sync]") {
  recorded_hub hub;
  hub.answers = {told(source("hubspot", "waiting",
                             runs + R"(,"until":"2026-02-09T10:30:00Z","why":{"code":"x","detail":"answered 429"})")),
                 answer_of(409, R"({"title":"Conflict","detail":"a run of hubspot is under way already"})")};
  const session refused(hub, {"sync", "hubspot"});
  CHECK(refused.code == exit_code::failed);
  CHECK(refused.err.str().find("hubspot is waiting until 10:30:00Z: answered 429. It goes on by itself then; --wait "
                               "stays until it is done") != std::string::npos);
}

TEST_CASE("waiting ends after the time that was given for it", "[app][sync]") {
  recorded_hub hub;
  hub.answers = {told(source("hubspot", "ok", rested)), taken("hubspot")};
  for (int look = 0; look < 5; ++look) hub.answers.push_back(told(source("hubspot", "syncing", runs)));
  const session late(hub, {"sync", "hubspot", "--wait", "--timeout", "1s"});
  CHECK(late.code == exit_code::failed);
  CHECK(hub.rests == 4);
  CHECK(late.err.str().find("not over within 1 s; the hub goes on by itself") != std::string::npos);
  CHECK(session(hub, {"sync", "hubspot", "--timeout", "1s"}).code == exit_code::usage);
  CHECK(session(hub, {"sync", "hubspot", "--wait", "--timeout", "soon"}).code == exit_code::usage);
}

TEST_CASE("waiting for a run that never begins, or a source that is gone, ends", "[app][sync]") {
  recorded_hub hub;
  hub.answers = {told(source("hubspot", "ok", rested)), taken("hubspot")};
  for (int i = 0; i < 50; ++i) hub.answers.push_back(told(source("hubspot", "ok", rested)));
  const session idle(hub, {"sync", "--wait"});
  CHECK(idle.code == exit_code::failed);
  CHECK(idle.err.str().find("no run began within ten seconds") != std::string::npos);
  hub.answers = {told(source("hubspot", "ok", rested)), taken("hubspot"), told("")};
  const session gone(hub, {"sync", "--wait"});
  CHECK(gone.err.str().find("hubspot is not pulled any more") != std::string::npos);
}

TEST_CASE("the state of a source is told in a few words", "[app][sync]") {
  const auto text = [](const std::string& one) { return sync_state_text(json::parse(one).get_object()); };
  CHECK(text(source("a", "ok")) == "ok");
  CHECK(text(source("a", "retrying", R"("tries":2,"most_tries":3)")) == "retrying 2/3");
  CHECK(text(source("a", "waiting", R"("until":"2026-02-09T12:03:04Z")")) == "waiting until 12:03:04Z");
  CHECK(text(source("a", "syncing", R"("progress":{"done":1,"total":4,"eta":null})")) == "syncing 25 %");
  CHECK(text(source("a", "syncing", R"("progress":{"done":1,"total":null,"eta":null})")) == "syncing");
}

TEST_CASE("status shows the pulled sources as a table, with what is wrong below it", "[app][sync]") {
  recorded_hub hub;
  hub.answers = {answer_of(
      200, "{\"ready\":true,\"sync\":[" +
               source("hubspot", "ok",
                      R"("lag_seconds":3725,"records":1234567,"rejected":2,"last_success":"2026-02-09T10:00:01.25Z",)"
                      R"("next_run":"2026-02-09T10:05:01Z","why":null)") +
               "," +
               source("meta_ads", "stopped",
                      R"("lag_seconds":null,"records":0,"rejected":0,"why":{"code":"x","detail":"make a new token"})") +
               "]}")};
  CHECK(session(hub, {"status"}).out.str() ==
        "ready  yes\n"
        "\n"
        "pulled sources\n"
        "source    state    last success                  lag    records  rejected since start  next run\n"
        "hubspot   ok       2026-02-09T10:00:01Z        1h 2m  1,234,567                     2  10:05:01Z\n"
        "meta_ads  stopped                        no sync yet          0                     0\n"
        "\n"
        "meta_ads: make a new token\n");
  hub.answers = {answer_of(200, R"({"ready":true,"sync":[]})"), answer_of(200, R"({"ready":true,"sync":null})")};
  CHECK(session(hub, {"status"}).out.str() == "ready  yes\n");
  CHECK(session(hub, {"status"}).out.str().find("do not say how they are") != std::string::npos);
}

TEST_CASE("the status of a hub of another version is shown as far as it says one", "[app][sync]") {
  recorded_hub hub;
  for (const auto* body : {"{}", R"({"ready":true})", R"({"sync":[{}]})", R"({"sync":[{"source":"a","why":null}]})",
                           R"({"sync":{},"sources":null})", R"({"sources":[{}]})"}) {
    hub.answers = {answer_of(200, body)};
    CHECK(session(hub, {"status"}).code == exit_code::ok);
  }
}

TEST_CASE("a source that was paused after it failed still says why it had", "[app][sync]") {
  const auto below = [](const std::string& state, const std::string& more) {
    json::array sources;
    sources.push_back(json::parse(source("meta_ads", state, more)));
    const auto text = show_sources(sources, {});
    return text.substr(text.find("\n\n") == text.npos ? text.size() : text.find("\n\n") + 2);
  };
  const std::string failed =
      R"("why":null,"last_error":{"code":"x","detail":"make a new token","at":"2026-02-09T10:00:00Z"})";
  CHECK(below("paused", failed) == "meta_ads: before it was paused: make a new token\n");
  CHECK(below("paused", failed + R"(,"last_success":"2026-02-09T11:00:00Z")").empty());
  CHECK(below("ok", failed).empty());
  CHECK(below("failing",
              R"("why":{"code":"x","detail":"no answer in 30 s"},"failing_since":"2026-02-09T10:00:00.25Z")") ==
        "meta_ads: no answer in 30 s (fails at least since 2026-02-09T10:00:00Z); 'convhub doctor' says what to do\n");
}

TEST_CASE("an order to read again during a run says what to do", "[app][sync]") {
  recorded_hub hub;
  hub.answers = {told(source("hubspot", "syncing", runs)),
                 answer_of(409, R"({"title":"Conflict","detail":"a run of hubspot is under way already"})")};
  const session refused(hub, {"sync", "hubspot", "--backfill", "90d"});
  CHECK(refused.code == exit_code::failed);
  CHECK(
      refused.err.str() ==
      "convhub: a run of hubspot is under way already; 'convhub sync hubspot --wait' waits for its end; then order it "
      "again\n");
}
