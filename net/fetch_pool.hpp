// HTTP out to the platforms that sources are pulled from: one thread that drives libcurl's transfers side by side, so that
// a platform that hangs or trickles holds up no other. Certificates are verified, HTTPS_PROXY is honoured (loopback
// apart), redirects are not followed, and no answer is larger than its limit, unpacked either.
#pragma once

#include <memory>

#include "net/fetch_exchange.hpp"

namespace hub::net {

class fetch_pool {
 public:
  explicit fetch_pool(fetch_limits limits = {});
  /// What is under way or waits ends with `fetch-stopped`.
  ~fetch_pool();

  /// Sends *request* and calls *take* exactly once on the pool's thread, which must not be held up there. At most 16 are
  /// under way at once, the rest wait in order. May be called from any thread, from *take* too.
  void fetch(sources::fetch_request request, sources::take_outcome take);

  /// fetch() as a value; to be called only while the pool lives.
  sources::fetch_function function();

 private:
  class worker;
  std::unique_ptr<worker> worker_;
};

}  // namespace hub::net
