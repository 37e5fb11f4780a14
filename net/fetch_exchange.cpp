#include "net/fetch_exchange.hpp"

#include <new>
#include <utility>

#include "domain/text.hpp"
#include "net/server_name.hpp"

namespace hub::net {
namespace {

constexpr std::size_t most_head_bytes = 256u << 10;

instant wall_clock() {
  using std::chrono::microseconds;
  return std::chrono::duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

bool breaks_line(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos; }

}  // namespace

fetch_exchange::fetch_exchange(sources::fetch_request request, sources::take_outcome take, const fetch_limits& limits)
    : request_(std::move(request)),
      take_(std::move(take)),
      server_(server_name(request_.url)),
      most_bytes_(limits.most_bytes),
      easy_(curl_easy_init()) {
  if (easy_ == nullptr) throw std::bad_alloc();
  set_up(limits);
}

fetch_exchange::~fetch_exchange() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(headers_);
}

void fetch_exchange::add_header(const std::string& name, const std::string& value) {
  if (breaks_line(name) || breaks_line(value))
    flaw_ = fail("request-malformed", "the header '" + lower_ascii(name.substr(0, name.find_first_of("\r\n"))) +
                                          "' holds a line break; check the token");
  else
    headers_ = curl_slist_append(headers_, (name + ": " + value).c_str());
}

void fetch_exchange::set_up(const fetch_limits& limits) {
  auto url = request_.url;
  const auto& secret = request_.secret;
  const auto put_secret = [&](std::string_view name) {
    url += (url.find('?') == url.npos ? "?" : "&") + sources::query_encoded(name) + "=" +
           sources::query_encoded(secret.value);
  };
  if (secret.in == sources::fetch_secret::place::query) put_secret(secret.name);
  if (!secret.asked_about.empty()) put_secret(secret.asked_about);
  if (breaks_line(url) || url.find("://") == url.npos)
    flaw_ = fail("request-malformed", "'" + server_ + "' is no address; check base_url");
  for (const auto& [name, value] : request_.headers) add_header(name, value);
  if (secret.in == sources::fetch_secret::place::header) add_header(secret.name, secret.value);
  headers_ = curl_slist_append(headers_, "Expect:");  // no waiting for 100 Continue
  curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_USERAGENT, "convhub");
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
  curl_easy_setopt(easy_, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.most_bytes));
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!limits.ca_file.empty()) curl_easy_setopt(easy_, CURLOPT_CAINFO, limits.ca_file.c_str());
  if (is_loopback(server_)) curl_easy_setopt(easy_, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
  if (request_.method == "GET") return;
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.data());
  curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

std::size_t fetch_exchange::on_header(char* bytes, std::size_t, std::size_t count, void* self) {
  auto& exchange = *static_cast<fetch_exchange*>(self);
  exchange.head_bytes_ += count;
  if (exchange.head_bytes_ > most_head_bytes) {
    exchange.too_large_ = true;
    return 0;
  }
  const auto line = trim(std::string_view(bytes, count));
  if (line.starts_with("HTTP/")) exchange.answer_.headers.clear();  // what came before belonged to an interim answer
  const auto colon = line.find(':');
  if (colon != line.npos)
    exchange.answer_.headers.emplace_back(lower_ascii(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
  return count;
}

std::size_t fetch_exchange::on_body(char* bytes, std::size_t, std::size_t count, void* self) {
  auto& exchange = *static_cast<fetch_exchange*>(self);
  if (exchange.answer_.body.size() + count > exchange.most_bytes_) {
    exchange.too_large_ = true;
    return 0;
  }
  exchange.answer_.body.append(bytes, count);
  return count;
}

error fetch_exchange::failure(CURLcode code) const {
  const auto told = [&](const char* slug, const std::string& what) { return fail(slug, server_ + " " + what); };
  if (too_large_ || code == CURLE_FILESIZE_EXCEEDED)
    return told("fetch-too-large", "answers with more than " + std::to_string(most_bytes_) + " bytes");
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return told("fetch-timeout", "does not answer in time");
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return told("fetch-cut-short", std::string("breaks off: ") + curl_easy_strerror(code));
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return told("fetch-certificate", "has a certificate that is not to be trusted; no secret was sent");
    default: return told("fetch-unreachable", std::string("cannot be reached: ") + curl_easy_strerror(code));
  }
}

void fetch_exchange::finish(CURLcode code) {
  if (code != CURLE_OK) return fail_with(failure(code));
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  answer_.status = static_cast<int>(status);
  answer_.received_at = wall_clock();
  std::exchange(take_, nullptr)(std::move(answer_));
}

void fetch_exchange::fail_with(error why) { std::exchange(take_, nullptr)(std::move(why)); }

}  // namespace hub::net
