#include "net/sync_keeper.hpp"

namespace hub::net {

void ask_sync_states(const api_context& api, std::chrono::seconds limit, std::function<void(const sync_states*)> then) {
  if (!api.syncs) {
    const sync_states none{{}, api.now()};
    return then(&none);
  }
  const reply_to nobody{{}, [then](const http_answer&) { then(nullptr); }};
  api.asks.ask_actor_then<sync_states>(api.syncs, sync_states_request{}, limit, nobody,
                                       [then](sync_states& states) { then(&states); });
}

}  // namespace hub::net
