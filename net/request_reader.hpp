// Reads one request from a connection within the limits, or says with which answer it is refused. The only file pair
// that knows Beast's parser; the framing guard has looked at the head before Beast does.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "net/connection.hpp"
#include "net/http.hpp"
#include "net/listener_settings.hpp"
#include "net/server_load.hpp"

namespace hub::net {

/// What came in.
struct incoming {
  enum class kind {
    request,  ///< `request` is complete
    refused,  ///< answer `refusal`, then close: what follows in the connection cannot be trusted
    gone      ///< nothing to answer: the other side left or stayed silent
  };
  kind what = kind::gone;
  http_request request;  ///< when refused, only the id is sure to be there
  http_answer refusal;
  bool keep_alive = false;
  bool old_version = false;  ///< HTTP/1.0, which knows no chunks
  claim held;                ///< the body's share of the memory all bodies may take
};

/// Reads the next request of *from*. Waits for its first byte as long as a connection may idle.
/// @param idle true exactly while no byte of the request has come
boost::asio::awaitable<incoming> read_request(connection& from, const listener_settings& limits, server_load& load,
                                              bool& idle);

}  // namespace hub::net
