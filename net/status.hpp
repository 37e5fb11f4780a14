// The reason phrases of HTTP status codes.
#pragma once

#include <string_view>

namespace hub::net {

/// `Not Found` for 404; `Unknown` for a code the hub never sends.
std::string_view reason_phrase(int status);

}  // namespace hub::net
