#include "net/gateway.hpp"

#include "messages/errors.hpp"
#include "net/problem.hpp"

namespace hub::net {
namespace {

struct gateway_state {
  static inline const char* name = "gateway";
  std::optional<hub_actors> actors;
};

gateway_actor::behavior_type gateway_behavior(gateway_actor::stateful_pointer<gateway_state> self) {
  return {
      [self](hub_actors& actors) { self->state.actors = std::move(actors); },
      [self](gateway_job& job) { job.run(self, self->state.actors ? &*self->state.actors : nullptr); },
  };
}

}  // namespace

gateway::gateway(caf::actor_system& system) : actor_(system.spawn(gateway_behavior)) {}

void gateway::end() {
  caf::scoped_actor self(actor_.home_system());
  self->send_exit(actor_, caf::exit_reason::user_shutdown);
  self->wait_for(actor_);
}

gateway::~gateway() { caf::anon_send_exit(actor_, caf::exit_reason::user_shutdown); }

void gateway::send(std::function<void(caf::scheduled_actor*, const hub_actors*)> job) const {
  caf::anon_send(actor_, gateway_job{std::move(job)});
}

http_answer gateway::not_started(std::string_view request_id) {
  return overloaded(fail("not-ready", "the hub is starting; try again in a moment"), request_id);
}

http_answer refusal(const caf::error& why, std::string_view request_id) {
  auto sentence = sentence_of(why);
  if (why == actor_errc::refused)
    return overloaded(fail("commit-failed", sentence + "; send the request again"), request_id, 5);
  if (why == actor_errc::not_ready)
    return overloaded(fail("not-ready", sentence + "; try again in a moment"), request_id);
  if (why == actor_errc::ahead) return problem(400, fail("as-of-future", sentence, "as_of"), request_id);
  if (why == actor_errc::too_few)
    return problem(409, fail("too-few-conversions", sentence, "min_conversions"), request_id);
  if (why == actor_errc::too_many) return problem(409, fail("too-many-states", sentence, "order"), request_id);
  if (why == caf::sec::request_timeout)
    return overloaded(fail("timed-out", "the hub did not answer in time; try again"), request_id, 5);
  if (why == caf::sec::request_receiver_down)
    return overloaded(fail("restarting", "a part of the hub is restarting; try again in a moment"), request_id);
  return overloaded(fail("unavailable", sentence.empty() ? "a part of the hub does not answer" : sentence), request_id,
                    5);
}

}  // namespace hub::net
