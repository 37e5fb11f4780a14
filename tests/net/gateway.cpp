// What those who ask through the gateway hear when whom they ask dies.
#include "net/gateway.hpp"

#include <caf/all.hpp>
#include <catch2/catch.hpp>
#include <future>

using namespace hub;
using namespace hub::net;

namespace {

/// In dedup's place: takes a question and never answers it.
caf::behavior silent(caf::event_based_actor*, std::shared_ptr<std::promise<void>> asked) {
  return {[asked](const state_hash_request&) -> caf::result<state_hash_answer> {
    asked->set_value();
    return caf::delegated<state_hash_answer>();
  }};
}

std::string header(const http_answer& answer, std::string_view wanted) {
  for (const auto& [name, value] : answer.headers)
    if (name == wanted) return value;
  return {};
}

}  // namespace

TEST_CASE("a question under way is answered 503 when the actor that has it dies, and so is the next",
          "[net][gateway]") {
  caf::actor_system_config settings;
  caf::actor_system system(settings);
  gateway asks(system);
  const auto asked = std::make_shared<std::promise<void>>();
  const auto dedup = system.spawn(silent, asked);
  hub_actors actors;
  actors.dedup = caf::actor_cast<dedup_actor>(dedup);
  caf::anon_send(asks.directory(), std::move(actors));
  const auto question = [&](std::promise<http_answer>& answer) {
    asks.ask<state_hash_answer>(&hub_actors::dedup, state_hash_request{}, std::chrono::seconds(600),
                                {"r-1", [&](http_answer given) { answer.set_value(std::move(given)); }},
                                [](state_hash_answer&) { return http_answer{}; });
  };
  std::promise<http_answer> first, second;
  question(first);
  asked->get_future().wait();
  caf::anon_send_exit(dedup, caf::exit_reason::kill);
  const auto told = first.get_future().get();
  CHECK(told.status == 503);
  CHECK(header(told, "Retry-After") == "1");
  CHECK_THAT(told.body, Catch::Contains("restarting"));
  question(second);
  CHECK(second.get_future().get().status == 503);
  asks.end();
}
