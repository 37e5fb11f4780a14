// Sends what may be sent twice to a hub that has no time just now.
#pragma once

#include <chrono>
#include <functional>

#include "app/client.hpp"

namespace hub::app {

/// Lets time pass before trying again; a test hands in one that does not wait.
using pause_function = std::function<void(std::chrono::milliseconds)>;

class patient_client {
 public:
  /// @pre *hub* outlives this
  patient_client(client& hub, pause_function pause) : hub_(hub), pause_(std::move(pause)) {}

  /// The answer once the hub had time for it: one that is busy (429, 503) is asked again after its Retry-After, one that
  /// answered before and cannot be reached a few times more; both give up after two minutes without success. Errors:
  /// `server-unreachable`, `refused-STATUS` of a hub that stays busy.
  result<net::http_answer> exchange(const net::http_request& request);

 private:
  client& hub_;
  pause_function pause_;
  bool reached_ = false;
};

}  // namespace hub::app
