#include "net/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <charconv>
#include <ctime>
#include <exception>
#include <variant>

#include "net/answer_head.hpp"
#include "net/content_coding.hpp"
#include "net/problem.hpp"
#include "net/server_core.hpp"

// GCC 12 takes the frame allocation that Asio's coroutines bring for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace hub::net {
namespace {

namespace asio = boost::asio;

/// Counts a request as in flight until the service answers it, wherever that happens.
struct flight {
  std::shared_ptr<server_load> load;
  claim place;
};

/// Whether compressing is allowed by the client, is not done already, and is worth it for the kind of content.
bool worth_gzip(const http_answer& answer, const listener_settings& limits) {
  const std::string_view type = answer.content_type;
  const bool text = type.starts_with("text/") || type.find("json") != type.npos ||
                    type.find("javascript") != type.npos || type.find("xml") != type.npos;
  if (!text || (!answer.stream && answer.body.size() < limits.gzip_from_bytes)) return false;
  for (const auto& [name, value] : answer.headers)
    if (name == "Content-Encoding" || name == "content-encoding") return false;
  return answer.status == 200 && !type.starts_with("text/event-stream");
}

void announce_gzip(http_answer& answer) {
  answer.headers.emplace_back("Content-Encoding", "gzip");
  answer.headers.emplace_back("Vary", "Accept-Encoding");
}

/// *text* as one chunk. An empty one is left out: it would end the body.
std::string chunk(std::string_view text) {
  if (text.empty()) return {};
  char size[24];
  const auto end = std::to_chars(size, size + sizeof size, text.size(), 16).ptr;
  std::string out(size, end);
  out.reserve(out.size() + text.size() + 4);
  out += "\r\n";
  out += text;
  out += "\r\n";
  return out;
}

}  // namespace

session::session(std::shared_ptr<server_core> core, asio::ip::tcp::socket socket, claim place)
    : core_(std::move(core)), link_(std::make_shared<connection>(std::move(socket))), place_(std::move(place)) {}

void session::start(bool welcome) {
  const auto self = shared_from_this();
  const auto ended = [self](const std::exception_ptr&) {
    self->link_->close();
    self->core_->leave(self.get());
  };
  asio::co_spawn(link_->executor(), run(welcome), ended);
}

void session::drain() {
  asio::post(link_->executor(), [self = shared_from_this()] {
    if (self->idle_) self->link_->interrupt();
    if (self->endless_ && self->interrupt_) self->interrupt_();
  });
}

void session::cut() {
  asio::post(link_->executor(), [self = shared_from_this()] {
    self->link_->close();
    if (self->interrupt_) self->interrupt_();
  });
}

asio::awaitable<void> session::run(bool welcome) {
  bool more = welcome;
  if (!welcome) co_await turn_away();
  while (more && !core_->draining()) more = co_await serve_one();
  // A reset would take the last answer from a client that has not read it yet.
  if (!unread_ && link_->input().empty()) co_return;
  idle_ = true;
  co_await link_->linger(core_->limits.linger_timeout, 4 * core_->limits.max_body_bytes);
}

asio::awaitable<void> session::turn_away() {
  unread_ = true;
  auto answer =
      overloaded(fail("too-many-connections", "The server has all the connections it takes; come back shortly.", ""),
                 "refused", 1);
  const envelope to{"GET", "refused"};
  co_await send_whole(answer, to);
}

asio::awaitable<bool> session::serve_one() {
  auto asked = co_await read_request(*link_, core_->limits, *core_->load, idle_);
  if (asked.what == incoming::kind::gone) co_return false;
  const auto begun = std::chrono::steady_clock::now();
  envelope to{asked.request.method, asked.request.request_id, asked.keep_alive, asked.old_version,
              accepts_gzip(asked.request.header("accept-encoding"))};
  unread_ = asked.what == incoming::kind::refused;
  http_answer answer;
  if (unread_)
    answer = std::move(asked.refusal);
  else
    answer = co_await ask(std::move(asked.request));
  to.keep_alive = to.keep_alive && !core_->draining();
  bool sent = false;
  if (answer.stream && !to.head_only())
    sent = co_await send_stream(answer, to);
  else
    sent = co_await send_whole(answer, to);
  core_->metrics.answered(answer.route, to.method, answer.status, std::chrono::steady_clock::now() - begun);
  co_return sent&& to.keep_alive;
}

template <class T>
asio::awaitable<reply_end> session::wait_for(std::shared_ptr<reply_slot<T>> slot) {
  interrupt_ = [slot] { slot->interrupt(); };
  const auto end = co_await slot->wait(core_->limits.answer_timeout);
  interrupt_ = nullptr;
  co_return end;
}

asio::awaitable<http_answer> session::ask(http_request request) {
  const auto id = request.request_id;
  flight ours{core_->load, {}};
  if (!ours.place.take(core_->load->in_flight, 1, core_->limits.max_in_flight))
    co_return overloaded(fail("overloaded", "Too many requests are being answered; send it again shortly.", ""), id);
  const auto slot = std::make_shared<reply_slot<http_answer>>(link_->executor(), core_);
  try {
    core_->service.handle(std::move(request), slot->callback(std::move(ours)));
  } catch (const std::exception&) {
    co_return problem(500, fail("internal", "The request failed inside the hub; the log tells why.", ""), id);
  }
  const auto end = co_await wait_for(slot);
  if (end == reply_end::answered) co_return slot->take();
  if (end == reply_end::dropped)
    co_return problem(500, fail("unanswered", "The request was dropped inside the hub; the log tells why.", ""), id);
  co_return overloaded(fail("answer-timeout", "The answer took too long; ask for less, or again later.", ""), id);
}

asio::awaitable<body_stream::piece> session::next_piece(std::shared_ptr<body_stream> stream) {
  const auto slot = std::make_shared<reply_slot<body_stream::piece>>(link_->executor(), core_);
  try {
    stream->next(slot->callback(std::monostate()));
  } catch (const std::exception&) { co_return body_stream::piece{{}, true, true}; }
  const auto end = co_await wait_for(slot);
  if (end == reply_end::answered) co_return slot->take();
  co_return body_stream::piece{{}, true, true};
}

asio::awaitable<bool> session::send_whole(http_answer& answer, const envelope& to) {
  if (to.gzip && !answer.stream && worth_gzip(answer, core_->limits)) {
    answer.body = gzip_writer().write(answer.body, true);
    announce_gzip(answer);
  }
  answer_framing framing{std::nullopt, false, to.keep_alive, to.request_id, std::time(nullptr)};
  // Only the answer to a HEAD request comes here with a stream: its head tells what a GET would get.
  if (answer.stream)
    framing.chunked = true;
  else
    framing.length = answer.body.size();
  auto head = answer_head(answer, framing);
  const bool no_body = to.head_only() || answer.status == 204 || answer.status == 304;
  constexpr std::size_t copied_up_to = 16384;
  const bool together = !no_body && answer.body.size() <= copied_up_to;
  if (together) head += answer.body;
  auto end = co_await link_->write(head, core_->limits.write_timeout);
  if (end == io_end::done && !no_body && !together)
    end = co_await link_->write(answer.body, core_->limits.write_timeout);
  co_return end == io_end::done;
}

asio::awaitable<bool> session::send_stream(http_answer& answer, const envelope& to) {
  auto piece = co_await next_piece(answer.stream);
  if (piece.failed) {
    // Nothing has gone out yet, so the client can still be told instead of cut off.
    const auto route = std::move(answer.route);
    answer =
        problem(500, fail("answer-incomplete", "The answer could not be made; the log tells why.", ""), to.request_id);
    answer.route = route;
    co_return co_await send_whole(answer, to);
  }
  std::unique_ptr<gzip_writer> gzip;
  if (to.gzip && worth_gzip(answer, core_->limits)) {
    gzip = std::make_unique<gzip_writer>();
    announce_gzip(answer);
  }
  const bool chunked = !to.old_version;
  std::string out = answer_head(answer, {std::nullopt, chunked, to.keep_alive, to.request_id, std::time(nullptr)});
  endless_ = answer.endless;
  for (;;) {
    if (gzip) piece.text = gzip->write(piece.text, piece.last);
    out += chunked ? chunk(piece.text) : piece.text;
    if (piece.last && chunked) out += "0\r\n\r\n";
    const auto end = co_await link_->write(out, core_->limits.write_timeout);
    if (end != io_end::done || piece.last) co_return end == io_end::done;
    out.clear();
    // A stop that came while this was being sent found nothing to interrupt.
    if (endless_ && core_->draining())
      piece = {{}, true, true};
    else
      piece = co_await next_piece(answer.stream);
    if (piece.failed) {
      // Chunks without their end speak for themselves; without chunks, only a reset tells a cut from an end.
      if (!chunked) link_->reset();
      co_return false;
    }
  }
}

}  // namespace hub::net
