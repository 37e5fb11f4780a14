#include "net/gateway.hpp"

#include "messages/errors.hpp"
#include "net/problem.hpp"

namespace hub::net {
namespace {

struct gateway_state {
  static inline const char* name = "gateway";
  gateway_desk desk;
  caf::actor_addr watched;  // dedup, with which all of them end
};

gateway_actor::behavior_type gateway_behavior(gateway_actor::stateful_pointer<gateway_state> self) {
  self->set_down_handler([self](caf::down_msg& down) {
    if (down.source == self->state.watched) self->state.desk.end();
  });
  return {
      [self](hub_actors& actors) {
        self->state.watched = caf::actor_cast<caf::actor_addr>(actors.dedup);
        if (actors.dedup) self->monitor(actors.dedup);
        self->state.desk.begin(std::move(actors));
      },
      [self](gateway_job& job) { job.run(self, self->state.desk); },
  };
}

}  // namespace

void gateway_desk::begin(hub_actors actors) {
  end();
  actors_ = std::move(actors);
}

void gateway_desk::end() {
  actors_.reset();
  const auto gone = caf::make_error(caf::sec::request_receiver_down);
  for (const auto& [number, to] : std::exchange(waiting_, {})) to.done(refusal(gone, to.request_id));
}

std::uint64_t gateway_desk::wait(reply_to to) {
  waiting_.emplace(++last_, std::move(to));
  return last_;
}

bool gateway_desk::answered(std::uint64_t number) { return waiting_.erase(number) > 0; }

gateway::gateway(caf::actor_system& system) : actor_(system.spawn(gateway_behavior)) {}

void gateway::end() {
  caf::scoped_actor self(actor_.home_system());
  self->send_exit(actor_, caf::exit_reason::user_shutdown);
  self->wait_for(actor_);
}

gateway::~gateway() { caf::anon_send_exit(actor_, caf::exit_reason::user_shutdown); }

void gateway::send(std::function<void(caf::scheduled_actor*, gateway_desk&)> job) const {
  caf::anon_send(actor_, gateway_job{std::move(job)});
}

http_answer gateway::not_started(std::string_view request_id) {
  return overloaded(fail("not-ready", "the hub is starting; try again in a moment"), request_id);
}

http_answer refusal(const caf::error& why, std::string_view request_id) {
  auto sentence = sentence_of(why);
  if (why == actor_errc::refused)
    return overloaded(fail("commit-failed", sentence + "; send the request again"), request_id, 5);
  if (why == actor_errc::no_room)
    return overloaded(fail("disk-full", sentence + "; free space there, then send again"), request_id, 5);
  if (why == actor_errc::not_ready)
    return overloaded(fail("not-ready", sentence + "; try again in a moment"), request_id);
  if (why == actor_errc::ahead) return problem(400, fail("as-of-future", sentence, "as_of"), request_id);
  if (why == actor_errc::forgotten) return problem(409, fail("rehearsal-forgotten", sentence, "rehearsal"), request_id);
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
