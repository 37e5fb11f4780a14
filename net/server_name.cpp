#include "net/server_name.hpp"

#include <algorithm>

namespace hub::net {

std::string server_name(std::string_view url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == url.npos ? 0 : scheme + 3;
  const auto end = std::min(url.find_first_of("/?#", begin), url.size());
  const auto at = url.substr(0, end).rfind('@');
  const auto host = at == url.npos || at < begin ? begin : at + 1;
  return std::string(url.substr(0, begin)) + std::string(url.substr(host, end - host));
}

bool is_loopback(std::string_view server) {
  for (const std::string_view each : {"://127.", "://localhost", "://[::1]"})
    if (server.find(each) != server.npos) return true;
  return false;
}

}  // namespace hub::net
