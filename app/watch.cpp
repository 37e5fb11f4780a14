#include "app/watch.hpp"

#include <cstdlib>

#include "app/log.hpp"
#include "messages/errors.hpp"

namespace hub::app {
namespace {

caf::behavior watch(caf::event_based_actor* self, const supervisor_actor& supervisor) {
  self->monitor(supervisor);
  self->set_down_handler([self](caf::down_msg& down) {
    if (!down.reason || down.reason == caf::exit_reason::user_shutdown) return self->quit();
    if (down.reason == actor_errc::damaged)
      log::error("store-corrupt", last_words_of(down.reason));
    else
      log::error("hub-gave-up", "the actors died too often to be started again: " + last_words_of(down.reason) +
                                    "; the log above says what failed first");
    std::_Exit(1);
  });
  return {[](const hub_status&) {}};  // an actor without a behaviour would end at once
}

}  // namespace

caf::actor end_process_with(caf::actor_system& system, const supervisor_actor& supervisor) {
  return system.spawn(watch, supervisor);
}

}  // namespace hub::app
