#include "net/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hub::net {

namespace asio = boost::asio;
using boost::system::error_code;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

connection::connection(asio::ip::tcp::socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  const auto peer = socket_.remote_endpoint(ignored);
  // Never empty: whoever asks without an address is taken for this process itself.
  peer_ = ignored ? "unknown" : peer.address().to_string();
}

void connection::give(std::chrono::milliseconds time) {
  deadline_ = clock::now() + time;
  expired_ = false;
  // The timer looks again by itself when the deadline has moved away, so only a nearer one needs setting it anew.
  if (deadline_ < watched_) watch();
}

void connection::watch() {
  watched_ = deadline_;
  timer_.expires_at(watched_);
  timer_.async_wait([weak = weak_from_this()](const error_code& fault) {
    if (const auto self = weak.lock()) self->on_timer(fault);
  });
}

void connection::on_timer(const error_code& fault) {
  if (fault == asio::error::operation_aborted) return;
  watched_ = clock::time_point::max();
  if (deadline_ == clock::time_point::max()) return;
  if (clock::now() < deadline_) return watch();
  deadline_ = clock::time_point::max();
  expired_ = true;
  interrupt();
}

io_end connection::end_of(const error_code& fault) const {
  if (!fault) return io_end::done;
  return expired_ ? io_end::timed_out : io_end::broken;
}

asio::awaitable<io_end> connection::read_some(std::size_t most) {
  if (expired_) co_return io_end::timed_out;
  const auto before = input_.size();
  input_.resize(before + most);
  const auto [fault, count] = co_await socket_.async_read_some(asio::buffer(input_.data() + before, most), as_result);
  input_.resize(before + count);
  co_return end_of(fault);
}

asio::awaitable<io_end> connection::write(std::string_view bytes, std::chrono::milliseconds progress) {
  while (!bytes.empty()) {
    give(progress);
    const auto [fault, count] = co_await socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()), as_result);
    if (fault) co_return end_of(fault);
    bytes.remove_prefix(count);
  }
  co_return io_end::done;
}

asio::awaitable<void> connection::linger(std::chrono::milliseconds time, std::size_t most) {
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  give(time);
  constexpr std::size_t block = 65536;
  for (std::size_t read = 0; read < most; read += input_.size()) {
    input_.clear();
    if (co_await read_some(block) != io_end::done) break;
  }
  close();
}

void connection::interrupt() {
  error_code ignored;
  socket_.cancel(ignored);
}

void connection::close() {
  error_code ignored;
  timer_.cancel();
  socket_.close(ignored);
}

void connection::reset() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  close();
}

}  // namespace hub::net
