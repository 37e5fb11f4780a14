// One client connection: reads its requests one after the other, asks the service, and sends the answers in the same
// order, whole or streamed. Ends when the client leaves, a request cannot be trusted, or the server stops.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <string>

#include "net/connection.hpp"
#include "net/http.hpp"
#include "net/reply_slot.hpp"
#include "net/request_reader.hpp"
#include "net/server_load.hpp"

namespace hub::net {

class server_core;

class session : public std::enable_shared_from_this<session> {
 public:
  /// @param place the connection's share of the connections allowed
  session(std::shared_ptr<server_core> core, boost::asio::ip::tcp::socket socket, claim place);

  /// Begins on the socket's strand; one that is not *welcome* gets a 503 and is let go.
  void start(bool welcome);
  /// Closes now when idle, else after the answer in hand. Any thread.
  void drain();
  /// Closes now. Any thread.
  void cut();

 private:
  /// What sending an answer needs to know of the request, which itself is the service's by then.
  struct envelope {
    std::string method;
    std::string request_id;
    bool keep_alive = false;
    bool old_version = false;
    bool gzip = false;
    bool head_only() const { return method == "HEAD"; }
  };

  boost::asio::awaitable<void> run(bool welcome);
  boost::asio::awaitable<void> turn_away();
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<http_answer> ask(http_request request);
  boost::asio::awaitable<body_stream::piece> next_piece(std::shared_ptr<body_stream> stream);
  boost::asio::awaitable<bool> send_whole(http_answer& answer, const envelope& to);
  boost::asio::awaitable<bool> send_stream(http_answer& answer, const envelope& to);
  template <class T>
  boost::asio::awaitable<reply_end> wait_for(std::shared_ptr<reply_slot<T>> slot);

  std::shared_ptr<server_core> core_;
  std::shared_ptr<connection> link_;
  claim place_;
  bool idle_ = false;                ///< waits for bytes that need not come, so a stop may close at once
  bool unread_ = false;              ///< the client may still be sending what nobody will read
  bool endless_ = false;             ///< sends what has no end, so a stop may break it off
  std::function<void()> interrupt_;  ///< ends the wait for the service, when there is one
};

}  // namespace hub::net
