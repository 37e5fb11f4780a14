// What the sessions of one listener share: the executor, the limits, the service, the counts, and the list of sessions
// that an orderly stop goes through. For listener and session only.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "net/http.hpp"
#include "net/http_metrics.hpp"
#include "net/listener_settings.hpp"
#include "net/server_load.hpp"

namespace hub::net {

class session;

class server_core : public std::enable_shared_from_this<server_core> {
 public:
  server_core(listener_settings limits, http_service& service, metrics_registry& metrics);
  ~server_core();

  boost::system::error_code bind(const boost::asio::ip::tcp::endpoint& where);
  void start();
  void stop(std::chrono::milliseconds deadline);
  std::uint16_t port() const { return port_; }

  /// Whether the server is stopping: sessions then end after the answer they are at.
  bool draining() const { return draining_; }
  void leave(const session* which);

  const listener_settings limits;
  http_service& service;
  const std::shared_ptr<server_load> load = std::make_shared<server_load>();
  http_metrics metrics;
  boost::asio::io_context io;

 private:
  static boost::asio::awaitable<void> accept_loop(std::shared_ptr<server_core> self);
  void admit(boost::asio::ip::tcp::socket socket);
  std::vector<std::shared_ptr<session>> everyone();
  void run_io();

  boost::asio::strand<boost::asio::io_context::executor_type> accept_strand_{io.get_executor()};
  boost::asio::ip::tcp::acceptor acceptor_{accept_strand_};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io.get_executor()};
  std::uint16_t port_ = 0;
  std::atomic<bool> draining_{false};
  std::vector<std::thread> threads_;

  std::mutex mutex_;  ///< guards sessions_
  std::condition_variable left_;
  std::unordered_map<const session*, std::weak_ptr<session>> sessions_;
};

}  // namespace hub::net
