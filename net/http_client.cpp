#include "net/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>

#include "net/ascii.hpp"

namespace hub::net {
namespace {

constexpr std::size_t largest_answer = 256u << 20;

/// One transfer as libcurl's callbacks see it.
struct transfer {
  CURL* handle = nullptr;
  http_answer answer;
  const std::function<bool(std::string_view)>* take = nullptr;
  bool stopped = false;
};

/// scheme://host:port of *url*: fit to be shown.
std::string shown(std::string_view url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == url.npos ? 0 : scheme + 3;
  const auto end = std::min(url.find_first_of("/?#", begin), url.size());
  const auto at = url.substr(0, end).rfind('@');
  const auto host = at == url.npos || at < begin ? begin : at + 1;
  return std::string(url.substr(0, begin)) + std::string(url.substr(host, end - host));
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& to = *static_cast<transfer*>(user);
  std::string_view line(bytes, count);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) to.answer.headers.clear();  // a 100 Continue or another hop came before
  const auto colon = line.find(':');
  if (colon == line.npos) return count;
  to.answer.headers.emplace_back(lower_case(line.substr(0, colon)), trim(line.substr(colon + 1)));
  return count;
}

std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& to = *static_cast<transfer*>(user);
  long status = 0;
  curl_easy_getinfo(to.handle, CURLINFO_RESPONSE_CODE, &status);
  if (to.take && status >= 200 && status < 300) {
    to.stopped = !(*to.take)({bytes, count});
    return to.stopped ? 0 : count;
  }
  if (to.answer.body.size() + count > largest_answer) return 0;
  to.answer.body.append(bytes, count);
  return count;
}

bool is_loopback(std::string_view server) {
  for (const std::string_view each : {"://127.", "://localhost", "://[::1]"})
    if (server.find(each) != server.npos) return true;
  return false;
}

/// Header lines for libcurl, freed at the end.
class header_list {
 public:
  explicit header_list(const http_request& request) {
    add("Expect:");  // no waiting for 100 Continue
    for (const auto& [name, value] : request.headers) add(name + ": " + value);
    if (!request.request_id.empty() && request.header("x-request-id").empty()) add("X-Request-Id: " + request.request_id);
    if (!request.body.empty() && request.header("content-type").empty()) add("Content-Type: application/json");
  }
  ~header_list() { curl_slist_free_all(list_); }
  header_list(const header_list&) = delete;
  header_list& operator=(const header_list&) = delete;
  curl_slist* get() const { return list_; }

 private:
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  curl_slist* list_ = nullptr;
};

void set_request(CURL* handle, const std::string& url, const http_request& request, const header_list& headers) {
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.method == "HEAD") curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  if (request.body.empty() && request.method != "POST") return;
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
}

void set_transfer(CURL* handle, transfer& to) {
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &to);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &to);
}

error failure(CURLcode code, const transfer& to, const std::string& server) {
  if (to.stopped) return fail("download-stopped", "The download was stopped here.", server);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return fail("server-timeout", server + " did not answer in time; is it overloaded, or the timeout too short?", server);
    case CURLE_WRITE_ERROR:
      return fail("server-answer", "The answer of " + server + " is too large; ask for less.", server);
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_RECV_ERROR:
      return fail("server-answer", server + " broke off its answer or speaks no HTTP: " + curl_easy_strerror(code) + ".", server);
    default:
      return fail("server-unreachable",
                  "Cannot reach " + server + ": " + curl_easy_strerror(code) + ". Is the server running and the URL right?",
                  server);
  }
}

}  // namespace

struct http_client::state {
  std::string base_url;
  std::string server;
  CURL* handle = nullptr;

  explicit state(std::string url) : base_url(std::move(url)), server(shown(base_url)) {
    static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (once == CURLE_OK) handle = curl_easy_init();
    while (base_url.ends_with('/')) base_url.pop_back();
  }
  ~state() {
    if (handle) curl_easy_cleanup(handle);
  }
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  void prepare(const std::string& url, const http_request& request, const header_list& headers, transfer& to) {
    curl_easy_reset(handle);
    to.handle = handle;
    set_request(handle, url, request, headers);
    set_transfer(handle, to);
    if (is_loopback(server)) curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  }

  result<http_answer> run(transfer& to) {
    const auto code = curl_easy_perform(handle);
    if (code != CURLE_OK) return failure(code, to, server);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    to.answer.status = static_cast<int>(status);
    to.answer.content_type.clear();
    for (const auto& [name, value] : to.answer.headers)
      if (name == "content-type") to.answer.content_type = value;
    return std::move(to.answer);
  }
};

http_client::http_client(std::string base_url) : state_(std::make_unique<state>(std::move(base_url))) {}
http_client::~http_client() = default;
http_client::http_client(http_client&&) noexcept = default;

result<http_answer> http_client::send(const http_request& request, std::chrono::milliseconds timeout) {
  if (!state_->handle) return fail("server-unreachable", "libcurl cannot be started.", state_->server);
  transfer to;
  const header_list headers(request);
  const auto url = state_->base_url + request.target;
  state_->prepare(url, request, headers, to);
  curl_easy_setopt(state_->handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  return state_->run(to);
}

result<http_answer> http_client::download(const http_request& request, std::chrono::milliseconds stall,
                                          const std::function<bool(std::string_view)>& take) {
  if (!state_->handle) return fail("server-unreachable", "libcurl cannot be started.", state_->server);
  transfer to;
  to.take = &take;
  const header_list headers(request);
  const auto url = state_->base_url + request.target;
  state_->prepare(url, request, headers, to);
  const auto seconds = std::max<long>(1, static_cast<long>((stall.count() + 999) / 1000));
  curl_easy_setopt(state_->handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(stall.count()));
  curl_easy_setopt(state_->handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(state_->handle, CURLOPT_LOW_SPEED_TIME, seconds);
  return state_->run(to);
}

result<http_answer> send(std::string_view base_url, const http_request& request, std::chrono::milliseconds timeout) {
  return http_client(std::string(base_url)).send(request, timeout);
}

}  // namespace hub::net
