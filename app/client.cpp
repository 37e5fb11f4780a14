#include "app/client.hpp"

#include <boost/json.hpp>
#include <future>
#include <utility>

namespace hub::app {
namespace {

class in_process_client : public client {
 public:
  in_process_client(net::http_service& service, std::chrono::seconds patience)
      : service_(service), patience_(patience) {}

  result<net::http_answer> exchange(net::http_request request) override {
    std::string body;
    auto answer = download(std::move(request), [&](std::string_view piece) {
      body += piece;
      return true;
    });
    if (answer && answer->status < 400) answer->body = std::move(body);
    return answer;
  }

  result<net::http_answer> download(net::http_request request, const take_piece& take) override {
    auto answer = wait_for<net::http_answer>([&](auto done) { service_.handle(std::move(request), done); });
    if (!answer || answer->status >= 400) return answer;
    if (!answer->stream) take(std::exchange(answer->body, {}));
    while (answer->stream) {
      const auto piece = wait_for<net::body_stream::piece>([&](auto done) { answer->stream->next(done); });
      if (!piece) return piece.error();
      if (piece->failed) return fail("answer-broken", "the answer broke off before its end; ask again");
      if (!take(piece->text) || piece->last) answer->stream.reset();
    }
    return answer;
  }

 private:
  /// What *begin* hands to its callback, from whichever thread.
  template <class T, class Begin>
  result<T> wait_for(const Begin& begin) {
    const auto promise = std::make_shared<std::promise<T>>();
    auto future = promise->get_future();
    begin([promise](T value) { promise->set_value(std::move(value)); });
    if (future.wait_for(patience_) == std::future_status::ready) return future.get();
    return fail("timed-out", "the hub did not answer within " + std::to_string(patience_.count()) + " seconds");
  }

  net::http_service& service_;
  std::chrono::seconds patience_;
};

std::string text_at(const boost::json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v != nullptr && v->is_string() ? std::string(v->get_string()) : std::string();
}

/// What the problem says in detail, or else its title; where several things are wrong, each on a line of its own.
std::string sentence_of(const boost::json::object& problem) {
  const auto detail = text_at(problem, "detail");
  std::string text = detail.empty() ? text_at(problem, "title") : detail;
  const auto* errors = problem.if_contains("errors");
  if (errors == nullptr || !errors->is_array()) return text;
  const auto& all = errors->get_array();
  if (all.size() > 1) text = std::to_string(all.size()) + " things are wrong:";
  for (const auto& item : all) {
    if (!item.is_object() || text_at(item.get_object(), "detail") == detail) continue;
    const auto where = text_at(item.get_object(), "pointer");
    text += "\n  " + (where.empty() ? "" : where + ": ") + text_at(item.get_object(), "detail");
  }
  return text;
}

}  // namespace

std::unique_ptr<client> client_of(net::http_service& service, std::chrono::seconds patience) {
  return std::make_unique<in_process_client>(service, patience);
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += digits[byte >> 4U];
      encoded += digits[byte & 15U];
    }
  }
  return encoded;
}

std::string target_of(std::string_view path, const parameters& query) {
  std::string target(path);
  char joint = '?';
  for (const auto& [name, value] : query) {
    target += joint + percent_encoded(name) + '=' + percent_encoded(value);
    joint = '&';
  }
  return target;
}

error refusal_of(const net::http_answer& answer) {
  const std::string code = "refused-" + std::to_string(answer.status);
  boost::system::error_code broken;
  const auto problem = boost::json::parse(answer.body, broken);
  std::string text = !broken && problem.is_object() ? sentence_of(problem.get_object()) : std::string();
  if (text.empty()) text = "the server answered " + std::to_string(answer.status) + " without saying why";
  if (answer.status == 401) text += "; commands take a key from --key-file FILE or CONVHUB_KEY";
  return fail(code, text);
}

result<net::http_answer> get(client& hub, std::string target) {
  net::http_request request;
  request.method = "GET";
  request.target = std::move(target);
  auto answer = hub.exchange(std::move(request));
  if (answer && answer->status >= 400) return refusal_of(*answer);
  return answer;
}

}  // namespace hub::app
