#include "net/cross_origin.hpp"

#include <utility>

namespace hub::net {

void allow_origin(const http_request& request, http_answer& answer) {
  answer.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
  answer.headers.emplace_back("Vary", "Origin");
  const auto origin = request.header("origin");
  if (origin.empty()) return;
  answer.headers.emplace_back("Access-Control-Allow-Origin", origin);
  answer.headers.emplace_back("Access-Control-Allow-Credentials", "true");
}

answer_handler readable_by_pages(const http_request& request, answer_handler done) {
  http_answer cross;
  allow_origin(request, cross);
  return [headers = std::move(cross.headers), done = std::move(done)](http_answer given) {
    given.headers.insert(given.headers.end(), headers.begin(), headers.end());
    done(std::move(given));
  };
}

http_answer preflight(const http_request& request, std::string_view methods) {
  http_answer answer{204, {}, {}, {}, nullptr, {}};
  allow_origin(request, answer);
  const auto asked = request.header("access-control-request-headers");
  answer.headers.emplace_back("Access-Control-Allow-Methods", methods);
  answer.headers.emplace_back("Access-Control-Allow-Headers", asked.empty() ? "Content-Type" : asked);
  answer.headers.emplace_back("Access-Control-Max-Age", "86400");
  return answer;
}

}  // namespace hub::net
