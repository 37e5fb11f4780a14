// SHA-256 of short texts: identifiers, event names, payloads. OpenSSL does the work; no context is allocated.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hub {

using digest256 = std::array<std::uint8_t, 32>;

digest256 sha256(std::string_view text);

/// Digest of *first*, one zero byte, *second*: names a pair without ambiguity, since slugs hold no zero byte.
digest256 sha256(std::string_view first, std::string_view second);

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view text);
std::string sha256_hex(std::string_view first, std::string_view second);

/// Two lower-case hex digits a byte.
std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace hub
