// One accepted socket with a deadline on everything: reads into its own buffer, writes with progress timeouts, and
// closes so that the other side can read the last answer. Knows bytes, not HTTP. For session and its parts only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace hub::net {

/// How a read or write ended.
enum class io_end { done, timed_out, broken };

/// All members are used on the socket's executor (a strand) only. Lives in a shared_ptr.
class connection : public std::enable_shared_from_this<connection> {
 public:
  using clock = std::chrono::steady_clock;

  explicit connection(boost::asio::ip::tcp::socket socket);

  /// What was read and not yet consumed.
  std::string& input() { return input_; }
  /// Sets by when the following operations must end.
  void give(std::chrono::milliseconds time);
  /// Appends what comes, at most *most* bytes, to `input()`.
  boost::asio::awaitable<io_end> read_some(std::size_t most);
  /// Sends all of *bytes*; the time allowed counts from the last byte that went out.
  boost::asio::awaitable<io_end> write(std::string_view bytes, std::chrono::milliseconds progress);
  /// Ends the sending side and reads on for at most *time* and *most* bytes, thrown away, so that an answer sent
  /// before an unread rest is not lost to a reset; then closes.
  boost::asio::awaitable<void> linger(std::chrono::milliseconds time, std::size_t most);

  /// Makes a waiting operation end as `broken`, the socket stays open.
  void interrupt();
  /// Closes; a waiting operation ends as `broken`.
  void close();
  /// Closes with a reset, so that the other side cannot take what it has for all there is.
  void reset();

  boost::asio::any_io_executor executor() { return socket_.get_executor(); }
  /// The client's address; `unknown` when it is gone already.
  std::string peer() const { return peer_; }

 private:
  void watch();
  void on_timer(const boost::system::error_code& fault);
  io_end end_of(const boost::system::error_code& fault) const;

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  clock::time_point deadline_ = clock::time_point::max();
  clock::time_point watched_ = clock::time_point::max();  ///< when the timer will look next
  bool expired_ = false;
  std::string input_;
  std::string peer_;
};

}  // namespace hub::net
