// Makes the secrets of keys.
#pragma once

#include <string>

#include "domain/error.hpp"

namespace hub::net {

/// `chk_` and 32 letters, digits, `-` and `_`: 192 bits of the system's cryptographic randomness. Error: `no-randomness`.
result<std::string> make_key_secret();

}  // namespace hub::net
