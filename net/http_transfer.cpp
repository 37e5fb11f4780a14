#include "net/http_transfer.hpp"

#include <algorithm>
#include <new>

#include "net/ascii.hpp"
#include "net/server_name.hpp"

namespace hub::net {
namespace {

constexpr std::size_t largest_answer = 256u << 20;

std::string joined(std::string_view base_url, std::string_view target) {
  while (base_url.ends_with('/')) base_url.remove_suffix(1);
  return std::string(base_url) + std::string(target);
}

}  // namespace

curl_handle::curl_handle() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  easy = started == CURLE_OK ? curl_easy_init() : nullptr;
  if (!easy) throw std::bad_alloc();
}

http_transfer::http_transfer(CURL* handle, const std::string& base_url, const http_request& request)
    : server(server_name(base_url)), handle_(handle), body_(request.body) {
  curl_easy_reset(handle_);
  curl_easy_setopt(handle_, CURLOPT_URL, joined(base_url, request.target).c_str());
  curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle_, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(handle_, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(handle_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(handle_, CURLOPT_WRITEDATA, this);
  if (is_loopback(server)) curl_easy_setopt(handle_, CURLOPT_NOPROXY, "*");
  set_body(request);
  add_header("Expect:");  // no waiting for 100 Continue
  for (const auto& [name, value] : request.headers) add_header(name + ": " + value);
  if (!request.request_id.empty() && request.header("x-request-id").empty())
    add_header("X-Request-Id: " + request.request_id);
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
}

http_transfer::~http_transfer() { curl_slist_free_all(headers_); }

void http_transfer::add_header(const std::string& line) { headers_ = curl_slist_append(headers_, line.c_str()); }

void http_transfer::set_body(const http_request& request) {
  curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.method == "HEAD") curl_easy_setopt(handle_, CURLOPT_NOBODY, 1L);
  if (body_.empty() && request.method != "POST") return;
  curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
  curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, body_.data());
  const bool typed = std::any_of(request.headers.begin(), request.headers.end(),
                                 [](const auto& each) { return same_ignoring_case(each.first, "content-type"); });
  if (!typed) add_header("Content-Type: application/json");
}

std::size_t http_transfer::on_header(char* bytes, std::size_t, std::size_t count, void* self) {
  auto& headers = static_cast<http_transfer*>(self)->answer.headers;
  std::string_view line(bytes, count);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) headers.clear();  // what came before belonged to an interim answer
  const auto colon = line.find(':');
  if (colon != line.npos) headers.emplace_back(lower_case(line.substr(0, colon)), trim(line.substr(colon + 1)));
  return count;
}

std::size_t http_transfer::on_body(char* bytes, std::size_t, std::size_t count, void* self) {
  auto& body = static_cast<http_transfer*>(self)->answer.body;
  if (body.size() + count > largest_answer) return 0;
  body.append(bytes, count);
  return count;
}

int http_transfer::status() const {
  long status = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

void http_transfer::read_head() {
  answer.status = status();
  answer.content_type.clear();
  for (const auto& [name, value] : answer.headers)
    if (name == "content-type") answer.content_type = value;
}

error http_transfer::failure(CURLcode code) const {
  const std::string reason = curl_easy_strerror(code);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return fail("server-timeout", server + " did not answer in time; is it overloaded, or the time too short?",
                  server);
    case CURLE_WRITE_ERROR:
      return fail("server-answer", "The answer of " + server + " is too large; ask for less.", server);
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_RECV_ERROR:
      return fail("server-answer", server + " broke off its answer or speaks no HTTP: " + reason + ".", server);
    default:
      return fail("server-unreachable",
                  "Cannot reach " + server + ": " + reason + ". Is the server running and the URL right?", server);
  }
}

}  // namespace hub::net
