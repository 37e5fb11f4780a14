#include "app/refusal_log.hpp"

#include <utility>

#include "app/log.hpp"

namespace hub::app {
namespace {

/// The code of the first error in the answer's body.
std::string_view code_in(std::string_view body) {
  constexpr std::string_view key = "\"code\":\"";
  const auto at = body.find(key);
  if (at == body.npos) return "no code";
  body.remove_prefix(at + key.size());
  return body.substr(0, body.find('"'));
}

}  // namespace

std::optional<std::string> refusal_line(std::string_view method, std::string_view request_id,
                                        const net::http_answer& answer) {
  if (answer.status != 401 && answer.status != 403 && answer.status < 500) return std::nullopt;
  std::string line(method);
  line.append(" ").append(answer.route).append(" was answered ").append(std::to_string(answer.status));
  return line.append(" (").append(code_in(answer.body)).append("), request ").append(request_id);
}

std::string refusal_log::admit(std::string line, time now) {
  const std::lock_guard lock(mutex_);
  std::string out;
  if (written_ == 0 || now - minute_ >= std::chrono::minutes(1)) {
    if (left_out_ > 0) out = std::to_string(left_out_) + " more refusals were not written; ";
    minute_ = now;
    written_ = left_out_ = 0;
  }
  if (written_ == lines_a_minute) {
    ++left_out_;
    return {};
  }
  ++written_;
  return out + std::move(line);
}

void refusal_log::note(std::string_view method, std::string_view request_id, const net::http_answer& answer) {
  auto line = refusal_line(method, request_id, answer);
  if (!line) return;
  const auto admitted = admit(std::move(*line), std::chrono::steady_clock::now());
  if (!admitted.empty()) log::warn("request-refused", admitted);
}

}  // namespace hub::app
