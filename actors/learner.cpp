#include "actors/learner.hpp"

#include "actors/last_words.hpp"
#include "domain/data_credit.hpp"

namespace hub {
namespace {

learn_reply answer_of(const learn_request& r) {
  learn_reply reply;
  auto found = learn(*r.query, *r.tally, r.names);
  if (found)
    reply.findings = std::move(*found);
  else
    reply.failure = found.error();
  return reply;
}

learner_actor::behavior_type learner(learner_actor::pointer self) {
  leave_last_words(self);
  return {
      [self](const learn_request& r) {
        self->quit();
        return answer_of(r);
      },
  };
}

}  // namespace

learner_actor spawn_learner(caf::actor_system& system) { return system.spawn<caf::detached>(learner); }

}  // namespace hub
