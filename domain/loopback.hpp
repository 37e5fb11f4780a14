// Whether an address is of this machine alone.
#pragma once

#include <string_view>

namespace hub {

/// True of `localhost`, `::1` (with or without brackets) and `127.…` in digits; a name that begins so is another machine's.
inline bool is_loopback(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

}  // namespace hub
