#include "net/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "net/ascii.hpp"
#include "net/content_coding.hpp"
#include "net/framing_guard.hpp"
#include "net/problem.hpp"
#include "net/request_id.hpp"

// GCC 12 takes the frame allocation that Asio's coroutines bring for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace hub::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using parser = http::request_parser<http::string_body>;

std::string_view as_view(boost::string_view text) { return {text.data(), text.size()}; }

/// The reading of one request: the parser, what came out, and the limits.
class reading {
 public:
  reading(connection& from, const listener_settings& limits, server_load& load)
      : from_(from), limits_(limits), load_(load) {
    parser_.header_limit(static_cast<std::uint32_t>(limits.max_header_bytes));
    parser_.body_limit(limits.max_body_bytes);
  }

  asio::awaitable<incoming> run(bool& idle);

 private:
  asio::awaitable<bool> wait_for_first_byte(bool& idle);
  asio::awaitable<bool> read_head();
  asio::awaitable<bool> read_body();
  asio::awaitable<bool> invite_body();
  bool parse_head(std::size_t length);
  bool check_head();
  bool parse_body();
  bool decode_body();
  void take_request();
  bool refuse(http_answer answer);
  bool refuse(int status, error what) { return refuse(problem(status, what, out_.request.request_id)); }
  bool refuse(const boost::system::error_code& fault);
  bool refuse_large(std::size_t limit);
  bool give_up(io_end end, std::string_view part);

  connection& from_;
  const listener_settings& limits_;
  server_load& load_;
  parser parser_;
  incoming out_;
};

bool reading::refuse(http_answer answer) {
  out_.what = incoming::kind::refused;
  out_.refusal = std::move(answer);
  out_.keep_alive = false;
  return false;
}

bool reading::refuse_large(std::size_t limit) {
  return refuse(413, fail("body-too-large",
                          "The body exceeds " + std::to_string(limit) + " bytes; send it in smaller parts.", "body"));
}

bool reading::refuse(const boost::system::error_code& fault) {
  if (fault == http::error::body_limit) return refuse_large(limits_.max_body_bytes);
  if (fault == http::error::header_limit)
    return refuse(431, fail("headers-too-large", "The trailer is too long; leave it out.", "headers"));
  return refuse(400, fail("http-malformed", "The request is not HTTP/1.1: " + fault.message() + ".", "request"));
}

bool reading::give_up(io_end end, std::string_view part) {
  if (end != io_end::timed_out) {
    out_.what = incoming::kind::gone;
    return false;
  }
  return refuse(
      408, fail("request-timeout", "The request's " + std::string(part) + " did not arrive in time; send it again.",
                std::string(part)));
}

asio::awaitable<bool> reading::wait_for_first_byte(bool& idle) {
  auto& input = from_.input();
  constexpr std::size_t block = 8192;
  for (;;) {
    // An empty line before the request line is tolerated, as RFC 9112 §2.2 asks.
    while (input.starts_with("\r\n")) input.erase(0, 2);
    if (!input.empty() && input != "\r") co_return true;
    if (input.empty() && input.capacity() > 2 * block) input.shrink_to_fit();
    idle = true;
    const auto end = co_await from_.read_some(block);
    idle = false;
    if (end != io_end::done) co_return false;
  }
}

asio::awaitable<bool> reading::read_head() {
  auto& input = from_.input();
  constexpr std::size_t block = 8192;
  from_.give(limits_.header_timeout);
  std::size_t searched = 0;
  for (;;) {
    const auto length = head_length(std::string_view(input).substr(0, limits_.max_header_bytes), searched);
    if (length > 0) co_return parse_head(length);
    searched = std::min(input.size(), limits_.max_header_bytes);
    if (input.size() >= limits_.max_header_bytes)
      co_return refuse(
          431,
          fail("headers-too-large",
               "Request line and headers exceed " + std::to_string(limits_.max_header_bytes) + " bytes.", "headers"));
    const auto end = co_await from_.read_some(block);
    if (end != io_end::done) co_return give_up(end, "head");
  }
}

bool reading::parse_head(std::size_t length) {
  auto& input = from_.input();
  if (auto fault = framing_fault(std::string_view(input).substr(0, length))) return refuse(400, std::move(*fault));
  boost::system::error_code fault;
  const auto used = parser_.put(asio::buffer(input.data(), length), fault);
  input.erase(0, used);
  if (parser_.is_header_done()) take_request();
  if (fault) return refuse(fault);
  parser_.eager(true);
  return check_head();
}

void reading::take_request() {
  const auto& head = parser_.get();
  auto& request = out_.request;
  request.method = as_view(head.method_string());
  request.target = as_view(head.target());
  for (const auto& field : head)
    request.headers.emplace_back(lower_case(as_view(field.name_string())), as_view(field.value()));
  request.peer = from_.peer();
  request.request_id = request_id(request.header("x-request-id"));
  out_.old_version = head.version() < 11;
  out_.keep_alive = head.keep_alive() && !out_.old_version;
}

bool reading::check_head() {
  const auto& request = out_.request;
  if (!is_known_coding(request.header("content-encoding"))) {
    auto answer =
        problem(415, fail("content-coding-unknown", "Send the body plain, or as gzip or deflate.", "Content-Encoding"),
                request.request_id);
    answer.headers.emplace_back("Accept-Encoding", "gzip, deflate");
    return refuse(std::move(answer));
  }
  const auto expectation = request.header("expect");
  if (!expectation.empty() && !same_ignoring_case(expectation, "100-continue"))
    return refuse(417, fail("expectation-unknown", "Only 'Expect: 100-continue' is understood.", "Expect"));
  const auto announced = parser_.content_length();
  if (announced && !out_.held.take(load_.held_bytes, *announced, limits_.max_held_bytes))
    return refuse(
        overloaded(fail("overloaded", "Too many request bodies are being worked on; send it again shortly.", ""),
                   request.request_id));
  return true;
}

asio::awaitable<bool> reading::invite_body() {
  const bool waits = !out_.request.header("expect").empty() && !out_.old_version;
  if (!waits || !from_.input().empty()) co_return true;
  const auto end = co_await from_.write("HTTP/1.1 100 Continue\r\n\r\n", limits_.write_timeout);
  co_return end == io_end::done || give_up(end, "body");
}

bool reading::parse_body() {
  auto& input = from_.input();
  boost::system::error_code fault;
  const auto used = parser_.put(asio::buffer(input), fault);
  input.erase(0, used);
  if (fault && fault != http::error::need_more) return refuse(fault);
  // What the parser leaves is an unfinished chunk header or trailer, which has no business being long.
  if (!parser_.is_done() && input.size() > limits_.max_header_bytes)
    return refuse(400, fail("chunk-malformed", "A chunk's header is too long.", "body"));
  const auto size = parser_.get().body().size();
  const bool more = size > out_.held.held();
  if (more && !out_.held.take(load_.held_bytes, size - out_.held.held(), limits_.max_held_bytes))
    return refuse(
        overloaded(fail("overloaded", "Too many request bodies are being worked on; send it again shortly.", ""),
                   out_.request.request_id));
  return true;
}

asio::awaitable<bool> reading::read_body() {
  constexpr std::size_t block = 65536;
  if (parser_.is_done()) co_return true;
  const bool invited = co_await invite_body();
  if (!invited) co_return false;
  from_.give(limits_.body_timeout);
  for (;;) {
    if (!from_.input().empty() && !parse_body()) co_return false;
    if (parser_.is_done()) co_return true;
    const auto end = co_await from_.read_some(block);
    if (end != io_end::done) co_return give_up(end, "body");
  }
}

bool reading::decode_body() {
  auto& request = out_.request;
  auto body = decoded(request.header("content-encoding"), std::move(parser_.get().body()), limits_.max_decoded_bytes);
  if (!body) return refuse(body.error().code == "body-too-large" ? 413 : 400, body.error());
  request.body = std::move(*body);
  return true;
}

asio::awaitable<incoming> reading::run(bool& idle) {
  const bool begun = co_await wait_for_first_byte(idle);
  if (!begun) co_return std::move(out_);
  // A refusal before the headers are understood needs an id as well.
  out_.request.request_id = request_id({});
  const bool head = co_await read_head();
  if (!head) co_return std::move(out_);
  const bool body = co_await read_body();
  if (body && decode_body()) out_.what = incoming::kind::request;
  co_return std::move(out_);
}

}  // namespace

asio::awaitable<incoming> read_request(connection& from, const listener_settings& limits, server_load& load,
                                       bool& idle) {
  from.give(limits.idle_timeout);
  reading one(from, limits, load);
  co_return co_await one.run(idle);
}

}  // namespace hub::net
