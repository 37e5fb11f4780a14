// The routes of pulled sources, asked with an actor in the keeper's place that says what the test wrote down for it.
#include <caf/all.hpp>
#include <catch2/catch.hpp>
#include <future>
#include <mutex>

#include "net/api.hpp"

using namespace hub;
using namespace hub::net;

namespace {

constexpr instant now = 1'770'631'267 * second_us;  // 2026-02-09T10:01:07Z

/// What the keeper says, and what it was told.
struct script {
  std::mutex mutex;
  std::vector<sync_state> sources = {};
  order_outcome outcome = order_outcome::taken;
  bool silent = false;
  std::vector<sync_order> told = {};
};

syncs_actor::behavior_type keeper(syncs_actor::pointer self, std::shared_ptr<script> s) {
  return {
      [s](const sync_order& order) {
        const std::lock_guard lock(s->mutex);
        s->told.push_back(order);
        sync_receipt receipt;
        for (const auto& each : s->sources)
          if (order.source.empty() || order.source == each.source)
            receipt.outcomes.emplace_back(each.source, each.phase == sync_phase::paused && order.source.empty()
                                                           ? order_outcome::paused
                                                           : s->outcome);
        if (receipt.outcomes.empty() && !order.source.empty())
          receipt.outcomes.emplace_back(order.source, order_outcome::unknown);
        return receipt;
      },
      [self, s](const sync_states_request&) -> caf::result<sync_states> {
        const std::lock_guard lock(s->mutex);
        if (s->silent) return caf::delegated<sync_states>();  // nobody ever answers
        static_cast<void>(self);
        return sync_states{s->sources, now};
      },
      [](const fault_order&) { return fault_receipt{}; },
      [](hub_actors&) {},
  };
}

supervisor_actor::behavior_type ready_hub(supervisor_actor::pointer) {
  return {[](const status_request&) {
            hub_status status;
            status.ready = true;
            return status;
          },
          [](const fault_order&) { return fault_receipt{}; }};
}

/// The routes of a hub that pulls what the script says, or nothing.
class pulling_hub {
 public:
  explicit pulling_hub(bool pulls = true) {
    supervisor_ = system_.spawn(ready_hub);
    if (pulls) syncs_ = system_.spawn(keeper, said);
    api_.emplace(api_context{.asks = asks_,
                             .supervisor = supervisor_,
                             .metrics = metrics_,
                             .counts = counts_,
                             .now = [] { return now; },
                             .find_zone = [](std::string_view) -> result<zone> { return zone{}; },
                             .defaults = {},
                             .version = "1",
                             .doors = doors_,
                             .keys = keys_,
                             .gate = gate_,
                             .syncs = syncs_});
    auto table = sync_routes(*api_);
    for (auto& each : operation_routes(*api_)) table.push_back(std::move(each));
    router_.emplace(std::move(table), gate_);
  }
  ~pulling_hub() {
    asks_.end();
    caf::scoped_actor self(system_);
    for (const auto& each : {caf::actor_cast<caf::actor>(supervisor_), caf::actor_cast<caf::actor>(syncs_)})
      if (each) self->send_exit(each, caf::exit_reason::user_shutdown);
  }
  pulling_hub(const pulling_hub&) = delete;
  pulling_hub& operator=(const pulling_hub&) = delete;

  http_answer ask(std::string method, std::string target) {
    http_request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.request_id = "rq_1";
    std::promise<http_answer> answer;
    router_->handle(std::move(request), [&](http_answer given) { answer.set_value(std::move(given)); });
    return answer.get_future().get();
  }

  std::shared_ptr<script> said = std::make_shared<script>();

 private:
  caf::actor_system_config settings_;
  caf::actor_system system_{settings_};
  gateway asks_{system_};
  metrics_registry metrics_;
  intake_counts counts_{metrics_};
  supervisor_actor supervisor_;
  syncs_actor syncs_;
  doors doors_;
  key_ring keys_;
  key_gate gate_{keys_};
  std::optional<api_context> api_;
  std::optional<router> router_;
};

sync_state named(std::string source, sync_phase phase = sync_phase::ok) {
  sync_state s;
  s.source = std::move(source);
  s.phase = phase;
  return s;
}

bool says(const http_answer& answer, std::string_view part) {
  INFO(answer.body);
  return answer.body.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a source that waits says for what, until when, how far it is and what went wrong", "[net][sync]") {
  pulling_hub hub;
  auto s = named("hubspot", sync_phase::waiting);
  s.why = fail("rate-limited", "the platform asks for patience");
  s.until = now + 30 * second_us;
  s.tries = 1;
  s.most_tries = 3;
  s.last_success = now - 90 * second_us;
  s.last_error = fail("fetch-timeout", "no answer in 30 s");
  s.last_error_at = now - 40 * second_us;
  s.failing_since = now - 50 * second_us;
  s.run_began = now - 60 * second_us;
  s.done = 20;
  s.total = 100;
  s.done_at = now + 240 * second_us;
  s.records = 1234;
  s.rejected = 2;
  s.cursor = "{\"since\":1}";
  s.breaker = breaker_state::half_open;
  s.restarts = 1;
  s.token_expires = parse_instant("2026-02-10T10:00:00Z").value();
  s.notes = {"3 deals were archived"};
  hub.said->sources = {s};
  const auto answer = hub.ask("GET", "/v1/sync");
  CHECK(answer.status == 200);
  CHECK(answer.body ==
        "{\"at\":\"2026-02-09T10:01:07Z\",\"sources\":[{\"source\":\"hubspot\",\"state\":\"waiting\","
        "\"why\":{\"code\":\"rate-limited\",\"detail\":\"the platform asks for patience\"},"
        "\"until\":\"2026-02-09T10:01:37Z\",\"tries\":1,\"most_tries\":3,"
        "\"last_success\":\"2026-02-09T09:59:37Z\",\"lag_seconds\":90,"
        "\"last_error\":{\"code\":\"fetch-timeout\",\"detail\":\"no answer in 30 s\",\"at\":\"2026-02-09T10:00:27Z\"},"
        "\"failing_since\":\"2026-02-09T10:00:17Z\",\"run_began\":\"2026-02-09T10:00:07Z\","
        "\"progress\":{\"done\":20,\"total\":100,\"eta\":\"2026-02-09T10:05:07Z\"},\"next_run\":null,"
        "\"records\":1234,\"rejected\":2,\"cursor\":\"{\\\"since\\\":1}\",\"breaker\":\"half_open\",\"restarts\":1,"
        "\"token_expires\":\"2026-02-10T10:00:00Z\","
        "\"notes\":[\"3 deals were archived\"]}]}\n");
}

TEST_CASE("a source that rests has nulls where nothing is known", "[net][sync]") {
  pulling_hub hub;
  auto s = named("fx_rates");
  s.next_run = now + hour_us;
  hub.said->sources = {s};
  const auto answer = hub.ask("GET", "/v1/sync");
  CHECK(says(answer, "\"state\":\"ok\",\"why\":null,\"until\":null,"));
  CHECK(says(answer,
             "\"last_success\":null,\"lag_seconds\":null,\"last_error\":null,\"failing_since\":null,"
             "\"run_began\":null,\"progress\":null,\"next_run\":\"2026-02-09T11:01:07Z\""));
  CHECK(says(answer, "\"cursor\":null,\"breaker\":\"closed\",\"restarts\":0,\"token_expires\":null,\"notes\":[]"));
}

TEST_CASE("an order reaches the keeper, and what was taken is answered with 202", "[net][sync]") {
  pulling_hub hub;
  hub.said->sources = {named("hubspot"), named("meta_ads")};
  const auto all = hub.ask("POST", "/v1/sync");
  CHECK(all.status == 202);
  CHECK(all.body ==
        "{\"sources\":[{\"source\":\"hubspot\",\"outcome\":\"taken\"},"
        "{\"source\":\"meta_ads\",\"outcome\":\"taken\"}]}\n");
  CHECK(hub.ask("POST", "/v1/sync/hubspot").status == 202);
  CHECK(hub.ask("POST", "/v1/sync/hubspot/pause").status == 202);
  CHECK(hub.ask("POST", "/v1/sync/hubspot/resume").status == 202);
  const auto& told = hub.said->told;
  REQUIRE(told.size() == 4);
  CHECK(told[0].source.empty());
  CHECK(told[1].source == "hubspot");
  CHECK(told[1].action == sync_action::run);
  CHECK(told[2].action == sync_action::pause);
  CHECK(told[3].action == sync_action::resume);
}

TEST_CASE("a source that runs or is paused refuses with 409 and says what to do", "[net][sync]") {
  pulling_hub hub;
  hub.said->sources = {named("hubspot"), named("meta_ads", sync_phase::paused)};
  hub.said->outcome = order_outcome::busy;
  const auto busy = hub.ask("POST", "/v1/sync/hubspot");
  CHECK(busy.status == 409);
  CHECK(says(busy, "urn:convhub:problem:sync-busy"));
  CHECK(says(busy, "a run of hubspot is under way already"));
  const auto all = hub.ask("POST", "/v1/sync");
  CHECK(all.status == 409);
  CHECK(says(all,
             "a run of hubspot is under way already; GET /v1/sync and 'convhub status' say how far it is; meta_ads is "
             "paused"));
  hub.said->outcome = order_outcome::paused;
  const auto paused = hub.ask("POST", "/v1/sync/meta_ads");
  CHECK(paused.status == 409);
  CHECK(says(paused,
             "meta_ads is paused; POST /v1/sync/meta_ads/resume or 'convhub sync meta_ads --resume' lets it go on"));
}

TEST_CASE("a source that starts again in a moment is said to, with 503", "[net][sync]") {
  pulling_hub hub;
  hub.said->sources = {named("hubspot")};
  hub.said->outcome = order_outcome::starting;
  const auto answer = hub.ask("POST", "/v1/sync/hubspot/pause");
  CHECK(answer.status == 503);
  CHECK(says(answer, "urn:convhub:problem:sync-starting"));
  CHECK(says(answer, "hubspot starts again after a failure; try again in a moment"));
}

TEST_CASE("one that can run is run though another is paused", "[net][sync]") {
  pulling_hub hub;
  hub.said->sources = {named("hubspot"), named("meta_ads", sync_phase::paused)};
  const auto answer = hub.ask("POST", "/v1/sync");
  CHECK(answer.status == 202);
  CHECK(says(answer, "{\"source\":\"meta_ads\",\"outcome\":\"paused\"}"));
}

TEST_CASE("a source nobody knows is told which there are and what was meant", "[net][sync]") {
  pulling_hub hub;
  hub.said->sources = {named("hubspot"), named("meta_ads")};
  for (const std::string rest : {"", "/pause", "/resume", "/backfill"}) {
    const auto answer = hub.ask("POST", "/v1/sync/hubsopt" + rest);
    CHECK(answer.status == 404);
    CHECK(says(answer, "no source 'hubsopt' is pulled here; there are hubspot, meta_ads. Did you mean 'hubspot'?"));
  }
}

TEST_CASE("who takes the section of a JSON API for its source is told what it is called by", "[net][sync]") {
  pulling_hub hub;
  hub.said->sources = {named("erp")};
  const auto answer = hub.ask("POST", "/v1/sync/json_pull");
  CHECK(answer.status == 404);
  CHECK(says(answer,
             "no source 'json_pull' is pulled here; there are erp. What the section sources.json_pull pulls is "
             "called as its setting 'source' says."));
}

TEST_CASE("a backfill goes back to a day, a time or by a length of time", "[net][sync]") {
  pulling_hub hub;
  hub.said->sources = {named("hubspot")};
  const auto from = [&](const std::string& query) {
    REQUIRE(hub.ask("POST", "/v1/sync/hubspot/backfill" + query).status == 202);
    CHECK(hub.said->told.back().action == sync_action::backfill);
    return hub.said->told.back().from;
  };
  CHECK(from("") == 0);
  CHECK(from("?since=90d") == now - 90 * day_us);
  CHECK(from("?since=36h") == now - 36 * hour_us);
  CHECK(from("?since=2026-01-31") == parse_instant("2026-01-31T00:00:00Z").value());
  CHECK(from("?since=2026-01-31T12:00:00Z") == parse_instant("2026-01-31T12:00:00Z").value());
  CHECK(from("?since=100000d") == 1);
}

TEST_CASE("a backfill from nowhere or from the future is refused and orders nothing", "[net][sync]") {
  pulling_hub hub;
  hub.said->sources = {named("hubspot")};
  for (const std::string bad : {"yesterday", "90", "0d", "-5d", "d", "2026-02-30", ""}) {
    const auto answer = hub.ask("POST", "/v1/sync/hubspot/backfill?since=" + bad);
    INFO(bad);
    CHECK(answer.status == 400);
    CHECK(says(answer, "since-malformed"));
  }
  CHECK(says(hub.ask("POST", "/v1/sync/hubspot/backfill?since=2026-02-10"), "since-future"));
  CHECK(says(hub.ask("POST", "/v1/sync/hubspot/backfill?form=90d"), "parameter-unknown"));
  CHECK(hub.ask("POST", "/v1/sync/hubspot?since=90d").status == 400);
  CHECK(hub.said->told.empty());
}

TEST_CASE("a hub that pulls nothing says so", "[net][sync]") {
  pulling_hub hub(false);
  CHECK(hub.ask("GET", "/v1/sync").body == "{\"at\":\"2026-02-09T10:01:07Z\",\"sources\":[]}\n");
  for (const std::string target : {"/v1/sync", "/v1/sync/hubspot", "/v1/sync/hubspot/pause"}) {
    const auto answer = hub.ask("POST", target);
    CHECK(answer.status == 404);
    CHECK(says(answer, "nothing is pulled here: enable a source in the settings"));
  }
  CHECK(says(hub.ask("GET", "/v1/status"), "\"sync\":[]}"));
  CHECK_FALSE(says(hub.ask("GET", "/metrics"), "convhub_sync_"));
}

TEST_CASE("status and metrics tell of pulled sources too", "[net][sync]") {
  pulling_hub hub;
  auto ok = named("hubspot");
  ok.last_success = now - 90 * second_us;
  ok.records = 7;
  auto stopped = named("meta_ads", sync_phase::stopped);
  stopped.rejected = 3;
  stopped.restarts = 2;
  stopped.breaker = breaker_state::open;
  hub.said->sources = {ok, stopped};
  CHECK(says(hub.ask("GET", "/v1/status"), "\"sync\":[{\"source\":\"hubspot\",\"state\":\"ok\","));
  const auto metrics = hub.ask("GET", "/metrics");
  for (const auto* line :
       {"convhub_sync_up{source=\"hubspot\"} 1\n", "convhub_sync_up{source=\"meta_ads\"} 0\n",
        "convhub_sync_lag_seconds{source=\"hubspot\"} 90\n", "convhub_sync_records{source=\"hubspot\"} 7\n",
        "convhub_sync_last_success_timestamp_seconds{source=\"hubspot\"} 1770631177\n",
        "convhub_sync_rejected{source=\"meta_ads\"} 3\n", "convhub_sync_restarts{source=\"meta_ads\"} 2\n",
        "convhub_sync_breaker{source=\"meta_ads\"} 2\n", "convhub_sync_breaker{source=\"hubspot\"} 0\n"})
    CHECK(says(metrics, line));
  CHECK_FALSE(says(metrics, "convhub_sync_lag_seconds{source=\"meta_ads\"}"));
}

TEST_CASE("a keeper that says nothing holds up neither status nor metrics", "[net][sync]") {
  pulling_hub hub;
  hub.said->silent = true;
  CHECK(says(hub.ask("GET", "/v1/status"), "\"sync\":null}"));
  CHECK(hub.ask("GET", "/metrics").status == 200);
}
