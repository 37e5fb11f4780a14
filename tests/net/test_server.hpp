// A listener on a free port whose answers the test writes as a function, and the usual requests.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "net/listener.hpp"
#include "raw_client.hpp"

namespace hub::net::test {

/// A service that is one function.
class scripted_service : public http_service {
 public:
  using script = std::function<void(http_request, answer_handler)>;
  explicit scripted_service(script answer) : answer_(std::move(answer)) {}
  void handle(http_request request, answer_handler done) override { answer_(std::move(request), std::move(done)); }

 private:
  script answer_;
};

/// A running server. Its service answers with what it got, unless the test says otherwise.
class test_server {
 public:
  explicit test_server(listener_settings settings = {}, scripted_service::script answer = echo)
      : service_(std::move(answer)), listener_(start(std::move(settings), service_, metrics)) {}

  std::uint16_t port() const { return listener_.port(); }
  void stop(std::chrono::milliseconds deadline) { listener_.stop(deadline); }

  /// Answers `METHOD target body`.
  static void echo(http_request request, answer_handler done) {
    http_answer answer;
    answer.content_type = "text/plain";
    answer.body = request.method + ' ' + request.target + ' ' + request.body;
    done(std::move(answer));
  }

  metrics_registry metrics;

 private:
  static listener start(listener_settings settings, http_service& service, metrics_registry& registry) {
    settings.port = 0;
    auto started = listener::start(std::move(settings), service, registry);
    if (!started) throw std::runtime_error(started.error().detail);
    return std::move(*started);
  }
  scripted_service service_;
  listener listener_;
};

inline std::string get(std::string_view target, std::string_view more = {}) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: hub\r\n" + std::string(more) + "\r\n";
}

inline std::string post(std::string_view target, std::string_view body, std::string_view more = {}) {
  return "POST " + std::string(target) + " HTTP/1.1\r\nHost: hub\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + std::string(more) + "\r\n" + std::string(body);
}

/// Whether *answer* is an RFC 9457 problem whose first error has *code*.
inline bool is_problem(const raw_answer& answer, int status, std::string_view code) {
  const auto type = answer.headers.find("content-type");
  return answer.status == status && type != answer.headers.end() && type->second == "application/problem+json" &&
         answer.body.find("\"code\":\"" + std::string(code) + '"') != std::string::npos &&
         answer.body.find("\"status\":" + std::to_string(status)) != std::string::npos &&
         answer.body.find("\"request_id\":\"" + answer.headers.at("x-request-id") + '"') != std::string::npos;
}

}  // namespace hub::net::test
