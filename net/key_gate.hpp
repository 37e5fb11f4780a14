// Decides who is let in: by key and scope once there are keys, by being on the hub's own machine before.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/http.hpp"
#include "net/key_ring.hpp"
#include "net/wrong_keys.hpp"

namespace hub::net {

/// Why a request is not answered.
struct turned_away {
  int status = 401;  ///< 401 without or with a wrong key, 403 without the scope, 429 after too many wrong keys
  error why;
  int retry_after_s = 0;  ///< of a 429
};

/// *why* as a problem, with the headers that its status asks for.
http_answer problem(const turned_away& why, std::string_view request_id);

/// Adds the headers that the status of *why* asks for to an answer in another shape.
void add_headers(const turned_away& why, http_answer& answer);

/// Any thread may use it.
class key_gate {
 public:
  using clock = std::function<wrong_keys::time()>;

  /// @param keys live as long as the gate
  /// @param wrong_per_minute that one address may send before it is told to wait
  explicit key_gate(const key_ring& keys, int wrong_per_minute = 10, clock now = std::chrono::steady_clock::now)
      : keys_(keys), wrong_(wrong_per_minute), now_(std::move(now)) {}

  /// Nothing when *request* may do what *needs* says. Its Bearer token is looked at, and what else was *given* as a key;
  /// one right key is enough. Requests of this process itself may do everything.
  std::optional<turned_away> ask(scope needs, const http_request& request, std::span<const std::string> given = {});

  /// Whether keys are asked for.
  bool keyed() const { return keys_.keyed(); }

  /// Whether the sender of a request that was let in would still be, for answers without an end.
  std::function<bool()> still_welcome(const http_request& request) const;

 private:
  std::optional<turned_away> ask_without_keys(scope needs, const http_request& request) const;

  const key_ring& keys_;
  wrong_keys wrong_;
  clock now_;
};

}  // namespace hub::net
