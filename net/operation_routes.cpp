// For whoever runs the hub: is it alive, is it ready, what does it hold, what did it refuse.
#include "net/api.hpp"
#include "net/business_gauges.hpp"
#include "net/no_parameters.hpp"
#include "net/operation_json.hpp"
#include "net/problem.hpp"
#include "net/sync_gauges.hpp"
#include "net/sync_keeper.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds status_limit(10);
constexpr std::chrono::seconds sync_limit(2);
constexpr std::chrono::seconds hash_limit(60);  // it reads through everything

http_answer as_json(std::string body) { return {200, "application/json", std::move(body), {}, nullptr, {}}; }

void ask_status(const api_context& api, reply_to to, std::function<http_answer(const hub_status&)> render) {
  api.asks.ask_actor_then<hub_status>(
      api.supervisor, status_request{}, status_limit, to,
      [to, render = std::move(render)](hub_status& status) { to.done(render(status)); });
}

void is_ready(const api_context& api, const http_request& request, answer_handler done) {
  ask_status(api, {request.request_id, std::move(done)}, [id = request.request_id](const hub_status& status) {
    if (!status.refuses.empty()) return overloaded(fail("disk-full", status.refuses), id, 5);
    if (status.ready) return as_json("{\"status\":\"ready\"}\n");
    return overloaded(fail("not-ready", status.reason), id);
  });
}

void show_status(const api_context& api, instant started_at, const http_request& request, answer_handler done) {
  const reply_to to{request.request_id, std::move(done)};
  api.asks.ask_actor_then<hub_status>(
      api.supervisor, status_request{}, status_limit, to, [&api, started_at, to](hub_status& status) {
        ask_sync_states(api, sync_limit, [&api, started_at, to, status](const sync_states* sync) {
          to.done(as_json(status_json(status, api.version, started_at, api.counts.balances(), sync)));
        });
      });
}

void show_state_hash(const api_context& api, const http_request& request, answer_handler done) {
  api.asks.ask<state_hash_answer>(&hub_actors::dedup, state_hash_request{}, hash_limit,
                                  {request.request_id, std::move(done)},
                                  [](state_hash_answer& a) { return as_json(state_hash_json(a.sums)); });
}

/// What the hub holds, beside what its parts count themselves.
void set_gauges(metrics_registry& metrics, const hub_status& s) {
  const auto set = [&](std::string_view name, std::string_view help, std::uint64_t value) {
    metrics.level(name, help).set(static_cast<std::int64_t>(value));
  };
  set("convhub_ready", "1 while the hub answers questions", s.ready ? 1 : 0);
  set("convhub_takes_in", "1 while events are taken in; 0 while the hub starts or its disk is full",
      s.ready && s.refuses.empty() ? 1 : 0);
  if (!s.ready) return;  // the counts are those of an empty hub then; the last ones stand
  set("convhub_data_seq", "Position of the latest fact in the log", s.data_seq);
  set("convhub_source_events", "Source events known", s.events);
  set("convhub_conversions", "Conversions that they are", s.conversions);
  set("convhub_touchpoints", "Touchpoints known", s.touches);
  set("convhub_contacts", "Contacts known", s.contacts);
  set("convhub_shared_identifiers", "Identifiers that link nobody, because they came with too many others",
      s.shared_identifiers);
  set("convhub_redelivered_items", "Items that said nothing new, since the process started", s.redelivered);
  set("convhub_shards_here", "Shards of the journeys that the hub holds itself", s.shards_here);
  set("convhub_shards_in_workers", "Shards of the journeys that workers hold", s.shards_in_workers);
  set("convhub_shards_filling", "Shards that a worker lost and that are not filled again yet", s.shards_filling);
  set("convhub_dedup_waiting", "Messages that dedup has not got to yet: what was sent and is not decided", s.waiting);
  set("convhub_quarantined", "Items refused and kept since the beginning", s.rejected);
}

/// The text is answered even when the supervisor is not: that is when it is read.
void show_metrics(const api_context& api, business_gauges& business, const http_request& request, answer_handler done) {
  business.refresh();
  const auto render = [&api, done](const hub_status& status) {
    set_gauges(api.metrics, status);
    ask_sync_states(api, sync_limit, [&api, done](const sync_states* sync) {
      if (sync != nullptr) set_sync_gauges(api.metrics, *sync);
      done({200, std::string(metrics_registry::content_type), api.metrics.render(), {}, nullptr, {}});
    });
  };
  const reply_to without{request.request_id, [render](const http_answer&) { render(hub_status{}); }};
  api.asks.ask_actor_then<hub_status>(api.supervisor, status_request{}, status_limit, without,
                                      [render](hub_status& status) { render(status); });
}

}  // namespace

std::vector<route> operation_routes(const api_context& api) {
  const auto with = [&api](auto answer) {
    return [&api, answer](const http_request& request, const path_values&, answer_handler done) {
      answer(api, request, std::move(done));
    };
  };
  const auto tell_status = [&api, started_at = api.now()](const http_request& request, const path_values&,
                                                          answer_handler done) {
    show_status(api, started_at, request, std::move(done));
  };
  const auto business = std::make_shared<business_gauges>(api);
  return {
      {"GET", "/healthz", access::open,
       [](const http_request&, const path_values&, answer_handler done) { done(as_json("{\"status\":\"ok\"}\n")); }},
      {"GET", "/readyz", access::open, with(is_ready)},
      {"GET", "/v1/state-hash", access::read, without_parameters(with(show_state_hash))},
      {"GET", "/v1/status", access::read, without_parameters(tell_status)},
      {"GET", "/metrics", access::read,
       [&api, business](const http_request& request, const path_values&, answer_handler done) {
         show_metrics(api, *business, request, std::move(done));
       }},
  };
}

}  // namespace hub::net
