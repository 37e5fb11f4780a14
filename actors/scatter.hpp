// One question to every shard, one answer of all of them.
#pragma once

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "messages/actors.hpp"
#include "messages/errors.hpp"

namespace hub {

/// Asks every shard; *done* gets all the replies, or *promise* the first error: never a part of the answer.
template <class Reply, class Self, class Request, class Promise, class Done>
void scatter(Self* self, const std::vector<attribution_actor>& shards, Request request, Promise promise, Done done) {
  struct gathering {
    std::vector<Reply> replies;
    bool failed = false;
  };
  auto gathered = std::make_shared<gathering>();
  const auto all = shards.size();
  for (const auto& shard : shards)
    self->request(shard, std::chrono::seconds(60), request)
        .then(
            [gathered, all, done](Reply& reply) mutable {
              gathered->replies.push_back(std::move(reply));
              if (gathered->replies.size() == all) done(std::move(gathered->replies));
            },
            [gathered, promise](caf::error&) mutable {
              if (std::exchange(gathered->failed, true)) return;
              promise.deliver(actor_error(actor_errc::unavailable, "an attribution shard does not answer"));
            });
}

}  // namespace hub
