#include "bench/ingest/load.hpp"

#include <boost/asio.hpp>
#include <charconv>
#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace hub::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using clock = std::chrono::steady_clock;

double since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

std::size_t content_length(std::string_view head) {
  constexpr std::string_view name = "\r\nContent-Length: ";
  const auto at = head.find(name);
  if (at == std::string_view::npos) throw std::runtime_error("an answer without Content-Length");
  std::size_t length = 0;
  std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
  return length;
}

/// Reads one answer with *buffer* and gives its body, which is whole in the buffer then.
asio::awaitable<std::string_view> read_answer(tcp::socket& socket, std::string& buffer) {
  buffer.clear();
  const auto head =
      co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", asio::use_awaitable);
  const auto length = content_length({buffer.data(), head});
  if (buffer.size() < head + length) {
    const auto missing = head + length - buffer.size();
    co_await asio::async_read(socket, asio::dynamic_buffer(buffer), asio::transfer_exactly(missing),
                              asio::use_awaitable);
  }
  if (!buffer.starts_with("HTTP/1.1 200 ")) throw std::runtime_error("the hub answered " + buffer.substr(0, 2'000));
  co_return std::string_view(buffer).substr(head, length);
}

struct work {
  const std::vector<std::string>& requests;
  std::size_t next = 0;
  load_result done;
};

asio::awaitable<void> keep_busy(tcp::socket& socket, work& of) {
  std::string buffer;
  while (of.next < of.requests.size()) {
    const auto& request = of.requests[of.next++];
    const auto start = clock::now();
    co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    const auto body = co_await read_answer(socket, buffer);
    of.done.latencies.push_back(since(start));
    if (body.find("\"rejected\":0,") == std::string_view::npos)
      throw std::runtime_error("an item was rejected: " + std::string(body.substr(0, 2'000)));
  }
}

tcp::socket connected(asio::io_context& context, std::uint16_t port) {
  tcp::socket socket(context);
  socket.connect({asio::ip::address_v4::loopback(), port});
  socket.set_option(tcp::no_delay(true));
  return socket;
}

}  // namespace

load_result drive(std::uint16_t port, const std::vector<std::string>& requests, std::size_t connections) {
  asio::io_context context(1);
  std::vector<std::unique_ptr<tcp::socket>> sockets;
  for (std::size_t i = 0; i < connections; ++i)
    sockets.push_back(std::make_unique<tcp::socket>(connected(context, port)));
  work all{requests, 0, {}};
  all.done.latencies.reserve(requests.size());
  const auto start = clock::now();
  for (auto& socket : sockets)
    asio::co_spawn(context, keep_busy(*socket, all), [](const std::exception_ptr& failure) {
      if (failure) std::rethrow_exception(failure);
    });
  context.run();
  all.done.seconds = since(start);
  return std::move(all.done);
}

std::string get(std::uint16_t port, const std::string& target) {
  asio::io_context context(1);
  auto socket = connected(context, port);
  asio::write(socket, asio::buffer("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
  std::string answer;
  asio::co_spawn(
      context,
      [&]() -> asio::awaitable<void> {
        std::string buffer;
        answer = co_await read_answer(socket, buffer);
      },
      [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
      });
  context.run();
  return answer;
}

}  // namespace hub::bench
