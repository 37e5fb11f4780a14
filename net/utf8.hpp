// Whether bytes are UTF-8, by RFC 3629: no over-long forms, no surrogates, nothing beyond U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace hub::net {

/// The length of the well-formed sequence *text* begins with, or 0. @pre *text* is not empty
std::size_t utf8_sequence(std::string_view text);

/// Whether all of *text* is well formed.
bool is_utf8(std::string_view text);

}  // namespace hub::net
