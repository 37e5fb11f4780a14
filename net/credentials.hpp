// What a request shows of itself to be let in: the Authorization header, taken apart.
#pragma once

#include <string>
#include <string_view>

namespace hub::net {

/// The user of `Basic base64(user:password)`; empty for another scheme or bad base64.
std::string basic_user(std::string_view authorization);

/// The token of `Bearer token`; empty for another scheme.
std::string_view bearer_token(std::string_view authorization);

}  // namespace hub::net
