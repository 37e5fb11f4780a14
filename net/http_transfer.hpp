// One exchange over a libcurl handle: what to send, what came so far, and what a failure means. For the client and its
// downloads only.
#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "net/http.hpp"

namespace hub::net {

/// A libcurl easy handle set up for one request. The body gathers in `answer.body`, whence it may be taken meanwhile.
class http_transfer {
 public:
  /// @param handle an easy handle, which stays the caller's
  http_transfer(CURL* handle, const std::string& base_url, const http_request& request);
  ~http_transfer();
  http_transfer(const http_transfer&) = delete;
  http_transfer& operator=(const http_transfer&) = delete;

  /// The status, 0 while no head has come.
  int status() const;
  /// Fills in status and content type from the head that came.
  void read_head();
  /// What *code* means to the one who asked. The server is named without user, password, path and query.
  error failure(CURLcode code) const;

  http_answer answer;  ///< header names in lower case
  const std::string server;

 private:
  static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self);
  static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self);
  void add_header(const std::string& line);
  void set_body(const http_request& request);

  CURL* handle_;
  curl_slist* headers_ = nullptr;
  std::string body_;
};

/// An easy handle with its owner.
struct curl_handle {
  CURL* easy;
  curl_handle();
  ~curl_handle() { curl_easy_cleanup(easy); }
  curl_handle(const curl_handle&) = delete;
  curl_handle& operator=(const curl_handle&) = delete;
};

}  // namespace hub::net
