// The HTTP/1.1 server: accepts connections, runs their sessions on its own threads and hands complete, bounded requests
// to an http_service. What requests mean is the service's business. Beast and Asio stay behind this header.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "domain/error.hpp"
#include "net/http.hpp"
#include "net/listener_settings.hpp"
#include "net/metrics.hpp"

namespace hub::net {

class server_core;

/// A running server; it stops when destroyed.
class listener {
 public:
  /// Binds and starts serving. Errors: `listen-address` (the address does not resolve), `listen-failed` (the port is
  /// taken or forbidden). *service* and *metrics* must outlive the listener.
  static result<listener> start(listener_settings settings, http_service& service, metrics_registry& metrics);

  listener(listener&&) noexcept = default;
  listener& operator=(listener&&) = delete;
  ~listener();

  /// The port that was bound.
  std::uint16_t port() const;

  /// Stops in order: takes no more connections, closes the idle ones, lets requests that have begun be answered, and
  /// cuts what is left after *deadline*. Returns when all threads have ended; answers that come later go nowhere.
  void stop(std::chrono::milliseconds deadline = std::chrono::seconds(10));

 private:
  explicit listener(std::shared_ptr<server_core> core);
  std::shared_ptr<server_core> core_;
};

}  // namespace hub::net
