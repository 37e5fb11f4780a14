#include "net/http_client.hpp"

#include "net/http_transfer.hpp"

namespace hub::net {

http_client::http_client(std::string base_url)
    : base_url_(std::move(base_url)), handle_(std::make_unique<curl_handle>()) {}
http_client::~http_client() = default;
http_client::http_client(http_client&&) noexcept = default;

result<http_answer> http_client::send(const http_request& request, std::chrono::milliseconds timeout) {
  http_transfer transfer(handle_->easy, base_url_, request);
  curl_easy_setopt(handle_->easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  const auto code = curl_easy_perform(handle_->easy);
  if (code != CURLE_OK) return transfer.failure(code);
  transfer.read_head();
  return std::move(transfer.answer);
}

result<http_answer> send(std::string_view base_url, const http_request& request, std::chrono::milliseconds timeout) {
  return http_client(std::string(base_url)).send(request, timeout);
}

}  // namespace hub::net
