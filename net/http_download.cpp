// Answers of any length: libcurl's multi interface driven only while somebody asks for the next piece, so that the
// reader's pace becomes the server's.
#include <optional>

#include "net/http_client.hpp"
#include "net/http_transfer.hpp"

namespace hub::net {
namespace {

using clock = std::chrono::steady_clock;

class download_stream : public body_stream {
 public:
  download_stream(std::string_view base_url, const http_request& request, std::chrono::milliseconds stall)
      : stall_(stall), transfer_(handle_.easy, std::string(base_url), request), multi_(curl_multi_init()) {
    curl_multi_add_handle(multi_, handle_.easy);
  }
  ~download_stream() override {
    curl_multi_remove_handle(multi_, handle_.easy);
    curl_multi_cleanup(multi_);
  }

  /// Goes on until some of the body has come or the transfer has ended; the error it ended with, if any.
  std::optional<error> advance() {
    const auto until = clock::now() + stall_;
    while (!ended_ && transfer_.answer.body.empty()) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      if (running == 0) return end();
      if (!transfer_.answer.body.empty()) break;
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now());
      if (left.count() <= 0) return end_with(transfer_.failure(CURLE_OPERATION_TIMEDOUT));
      curl_multi_poll(multi_, nullptr, 0, static_cast<int>(left.count()) + 1, nullptr);
    }
    return fault_;
  }

  void next(std::function<void(piece)> ready) override {
    const auto fault = advance();
    auto text = std::exchange(transfer_.answer.body, {});
    const bool last = ended_ && !fault;
    // What came before a failure is still handed over; the failure is the next piece.
    if (fault && text.empty()) return ready({{}, true, true});
    ready({std::move(text), last, false});
  }

  bool ended() const { return ended_; }
  http_transfer& transfer() { return transfer_; }
  const std::optional<error>& fault() const { return fault_; }

 private:
  std::optional<error> end() {
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_, &left))
      if (message->msg == CURLMSG_DONE && message->data.result != CURLE_OK)
        return end_with(transfer_.failure(message->data.result));
    ended_ = true;
    return std::nullopt;
  }
  std::optional<error> end_with(error fault) {
    ended_ = true;
    fault_ = std::move(fault);
    return fault_;
  }

  std::chrono::milliseconds stall_;
  curl_handle handle_;
  http_transfer transfer_;
  CURLM* multi_;
  bool ended_ = false;
  std::optional<error> fault_;
};

result<std::shared_ptr<download_stream>> begin(std::string_view base_url, const http_request& request,
                                               std::chrono::milliseconds stall) {
  auto stream = std::make_shared<download_stream>(base_url, request, stall);
  const auto fault = stream->advance();
  if (fault && stream->transfer().answer.body.empty()) return *fault;
  stream->transfer().read_head();
  return stream;
}

http_answer head_of(download_stream& stream) {
  auto& all = stream.transfer().answer;
  return {all.status, all.content_type, {}, all.headers, nullptr};
}

bool is_success(const http_answer& answer) { return answer.status >= 200 && answer.status < 300; }

/// Hands *stream*'s pieces to *take*; the error that kept it from the end.
std::optional<error> pump(download_stream& stream, const std::function<bool(std::string_view)>& take) {
  for (bool more = true, wanted = true; more;) {
    stream.next([&](body_stream::piece piece) {
      wanted = piece.text.empty() || take(piece.text);
      more = wanted && !piece.last;
    });
    if (!wanted) return fail("download-stopped", "The download was stopped here.", stream.transfer().server);
  }
  return stream.fault();
}

}  // namespace

result<http_answer> open(std::string_view base_url, const http_request& request, std::chrono::milliseconds stall) {
  auto stream = begin(base_url, request, stall);
  if (!stream) return stream.error();
  auto answer = head_of(**stream);
  if (is_success(answer)) {
    answer.stream = *stream;
    return answer;
  }
  const auto fault = pump(**stream, [&](std::string_view text) {
    answer.body += text;
    return true;
  });
  if (fault) return *fault;
  return answer;
}

result<http_answer> download(std::string_view base_url, const http_request& request, std::chrono::milliseconds stall,
                             const std::function<bool(std::string_view)>& take) {
  auto stream = begin(base_url, request, stall);
  if (!stream) return stream.error();
  auto answer = head_of(**stream);
  const auto fault = pump(**stream, [&](std::string_view text) {
    if (is_success(answer)) return take(text);
    answer.body += text;
    return true;
  });
  if (fault) return *fault;
  return answer;
}

}  // namespace hub::net
