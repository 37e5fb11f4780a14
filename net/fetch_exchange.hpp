// One request to a platform over libcurl: how it is set up, what has come so far, and what its end means. For the fetch
// pool only.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <optional>
#include <string>

#include "sources/pull/fetch.hpp"

namespace hub::net {

/// What one request may take.
struct fetch_limits {
  std::chrono::milliseconds connect = std::chrono::seconds(5);
  std::chrono::milliseconds total = std::chrono::seconds(30);
  std::size_t most_bytes = 16u << 20;  ///< of an answer, packed and unpacked
  std::string ca_file = {};            ///< certificates to trust; empty: those of the system
};

class fetch_exchange {
 public:
  fetch_exchange(sources::fetch_request request, sources::take_outcome take, const fetch_limits& limits);
  ~fetch_exchange();
  fetch_exchange(const fetch_exchange&) = delete;
  fetch_exchange& operator=(const fetch_exchange&) = delete;

  CURL* handle() const { return easy_; }
  /// Why the request cannot be sent at all: `request-malformed`.
  const std::optional<error>& flaw() const { return flaw_; }

  /// Hands over what came of it. Once.
  void finish(CURLcode code);
  void fail_with(error why);

 private:
  static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self);
  static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self);
  void set_up(const fetch_limits& limits);
  void add_header(const std::string& name, const std::string& value);
  error failure(CURLcode code) const;

  sources::fetch_request request_;
  sources::take_outcome take_;
  std::string server_;
  std::size_t most_bytes_;
  CURL* easy_;
  curl_slist* headers_ = nullptr;
  std::optional<error> flaw_;
  sources::fetch_answer answer_;
  std::size_t head_bytes_ = 0;
  bool too_large_ = false;
};

}  // namespace hub::net
