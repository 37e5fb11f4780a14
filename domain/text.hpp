// Small decisions about text that several rooms share: what surrounds it, its lower case, what looks like a hash.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hub {

/// Without leading and trailing ASCII white space and control characters, no-break spaces and byte order marks.
std::string_view trim(std::string_view text);

/// A to Z only; every other byte stays.
std::string lower_ascii(std::string_view text);

/// Lower case of UTF-8 text code point by code point (Unicode's simple mapping, no context, no locale). Bytes that are
/// no UTF-8 stay as they are.
std::string lower_utf8(std::string_view text);

/// The simple lower-case mapping of one code point.
char32_t lower_code_point(char32_t c);

/// Whether every byte belongs to a well-formed sequence (no surrogates, no overlong spellings).
bool is_utf8(std::string_view text);

/// Two lower-case hex digits a byte, and back; nothing for what is no such text.
std::string hex_of(std::string_view bytes);
std::optional<std::string> bytes_of_hex(std::string_view hex);

/// 64 hex digits of any case, the form of a SHA-256.
bool is_hex64(std::string_view text);

}  // namespace hub
