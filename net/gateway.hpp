// The gateway: one actor that asks the others on behalf of HTTP. Routes run on the listener's threads, never block, and
// get their answers through it; whom to ask it learns from the supervisor, again after every restart.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "messages/actors.hpp"
#include "net/http.hpp"

namespace hub::net {

/// Where an answer goes.
struct reply_to {
  std::string request_id;
  answer_handler done;
};

/// What the gateway actor knows: whom to ask, and who waits for an answer of theirs. An actor that dies answers nothing
/// that it had begun, so those who wait are told so when it does.
class gateway_desk {
 public:
  /// Null while there is nobody to ask.
  const hub_actors* actors() const { return actors_ ? &*actors_ : nullptr; }

  void begin(hub_actors actors);
  /// The actors are gone: everybody who waits is told that they start again.
  void end();

  /// Notes that *to* waits; gives a number for answered().
  std::uint64_t wait(reply_to to);
  /// Whether the one of that number still waits; not any more from now on.
  bool answered(std::uint64_t number);

 private:
  std::optional<hub_actors> actors_;
  std::uint64_t last_ = 0;
  std::unordered_map<std::uint64_t, reply_to> waiting_;
};

/// Work for the gateway actor.
struct gateway_job {
  std::function<void(caf::scheduled_actor*, gateway_desk&)> run;
};

}  // namespace hub::net

HUB_LOCAL_MESSAGE(hub::net::gateway_job)

namespace hub::net {

using gateway_actor = directory_actor::extend<takes<gateway_job>>;

/// The answer to a request that the actors could not answer: 503 with Retry-After, never an empty result.
http_answer refusal(const caf::error& why, std::string_view request_id);

class gateway {
 public:
  /// Spawns the actor in *system*.
  explicit gateway(caf::actor_system& system);
  ~gateway();
  gateway(const gateway&) = delete;
  gateway& operator=(const gateway&) = delete;

  /// Asks no more, and returns when nothing runs that was asked.
  void end();

  /// What the supervisor tells of restarts.
  directory_actor directory() const { return actor_; }

  /// Sends *request* to one of the actors (`&hub_actors::dedup`, …) and answers *to* with what *render* makes of the
  /// reply, or with a refusal. At most *limit* passes.
  template <class Reply, class Handle, class Request>
  void ask(Handle hub_actors::*whom, Request request, std::chrono::seconds limit, reply_to to,
           std::function<http_answer(Reply&)> render) const {
    ask_then<Reply>(whom, std::move(request), limit, to,
                    [to, render = std::move(render)](Reply& reply) { to.done(render(reply)); });
  }

  /// The same, but *then* answers *to* itself; it may ask again.
  template <class Reply, class Handle, class Request>
  void ask_then(Handle hub_actors::*whom, Request request, std::chrono::seconds limit, reply_to to,
                std::function<void(Reply&)> then) const {
    auto shared = std::make_shared<Request>(std::move(request));
    send([whom, shared, limit, to, then = std::move(then)](caf::scheduled_actor* self, gateway_desk& desk) {
      if (desk.actors() == nullptr) return to.done(not_started(to.request_id));
      const auto number = desk.wait(to);
      auto* asking = static_cast<gateway_actor::pointer>(self);
      asking->request(desk.actors()->*whom, limit, std::move(*shared))
          .then(
              [then, number, &desk](Reply& reply) {
                if (desk.answered(number)) then(reply);
              },
              [to, number, &desk](caf::error& why) {
                if (desk.answered(number)) to.done(refusal(why, to.request_id));
              });
    });
  }

  /// The same to one actor that is always there, such as the supervisor.
  template <class Reply, class Handle, class Request>
  void ask_actor_then(Handle whom, Request request, std::chrono::seconds limit, reply_to to,
                      std::function<void(Reply&)> then) const {
    auto shared = std::make_shared<Request>(std::move(request));
    send([whom, shared, limit, to, then = std::move(then)](caf::scheduled_actor* self, gateway_desk&) {
      auto* asking = static_cast<gateway_actor::pointer>(self);
      asking->request(whom, limit, std::move(*shared))
          .then([then](Reply& reply) { then(reply); }, [to](caf::error& why) { to.done(refusal(why, to.request_id)); });
    });
  }

 private:
  void send(std::function<void(caf::scheduled_actor*, gateway_desk&)> job) const;
  static http_answer not_started(std::string_view request_id);

  gateway_actor actor_;
};

}  // namespace hub::net
