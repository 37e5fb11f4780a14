// What a dossier of a conversion lacks in memory: its events as they were told, and the trail of what was decided.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "messages/actors.hpp"
#include "messages/errors.hpp"

namespace hub {

/// Adds both to *found*, from the log, and delivers it. @pre found->dossier is there
template <class Self>
void add_events(Self* self, const archive_actor& archive, std::shared_ptr<conversion_found> found,
                caf::typed_response_promise<conversion_found> promise) {
  facts_request wanted;
  decisions_request audit;
  for (const auto& e : found->dossier->events) {
    wanted.seqs.push_back(e.seq);
    audit.events.push_back(e.key);
  }
  auto unavailable = [promise](std::string why) mutable {
    promise.deliver(actor_error(actor_errc::unavailable, std::move(why)));
  };
  self->request(archive, std::chrono::seconds(30), std::move(wanted))
      .then(
          [self, archive, found, promise, audit, unavailable](facts_reply& reply) mutable {
            if (reply.failure) return unavailable(reply.failure->detail);
            for (auto& fact : reply.facts) found->events.push_back(std::get<conversion_event>(std::move(fact.body)));
            self->request(archive, std::chrono::seconds(30), std::move(audit))
                .then(
                    [found, promise, unavailable](decisions_reply& rows) mutable {
                      if (rows.failure) return unavailable(rows.failure->detail);
                      found->decisions = std::move(rows.decisions);
                      promise.deliver(std::move(*found));
                    },
                    [unavailable](caf::error&) mutable { unavailable("the archive does not answer"); });
          },
          [unavailable](caf::error&) mutable { unavailable("the archive does not answer"); });
}

}  // namespace hub
