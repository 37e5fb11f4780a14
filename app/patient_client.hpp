// Sends what may be sent twice to a hub that has no time just now.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "app/client.hpp"

namespace hub::app {

/// Told why it is waited, once for each reason.
using wait_notice = std::function<void(const std::string& sentence)>;

/// Lets time pass before trying again; a test hands in one that does not wait.
using pause_function = std::function<void(std::chrono::milliseconds)>;

class patient_client : public client {
 public:
  /// @pre *hub* outlives this
  patient_client(client& hub, pause_function pause, wait_notice tell = {})
      : hub_(hub), pause_(std::move(pause)), tell_(std::move(tell)) {}

  /// The answer once the hub had time for it: one that is busy (429, 503) is asked again after its Retry-After, one that
  /// answered before and cannot be reached a few times more; both give up after two minutes without success. Errors:
  /// `server-unreachable`, `refused-STATUS` of a hub that stays busy.
  result<net::http_answer> exchange(net::http_request request) override;
  /// Not tried again: part of it may have gone on already.
  result<net::http_answer> download(net::http_request request, const take_piece& take) override {
    return hub_.download(std::move(request), take);
  }

 private:
  void tell_once(std::string why);

  client& hub_;
  pause_function pause_;
  wait_notice tell_;
  std::string told_;
  bool reached_ = false;
};

}  // namespace hub::app
