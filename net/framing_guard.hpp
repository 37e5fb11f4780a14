// Refuses requests whose framing two parsers could read differently, before any parser sees them: request smuggling
// lives on such differences, and Beast 1.81 lets several of them pass. Works on the raw bytes of the head.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "domain/error.hpp"

namespace hub::net {

/// The length of the head *bytes* begins with, its closing empty line included; 0 while the line has not come.
/// Bare line feeds count as line ends here, so that the guard can refuse them at once.
/// @param from where to go on searching: the size of *bytes* at the last call
std::size_t head_length(std::string_view bytes, std::size_t from = 0);

/// What is wrong with the framing of *head* (request line and header fields up to the empty line), or nothing.
/// Refused are: a malformed request line, versions other than 1.0 and 1.1, a target that is not `/…`, bare CR or LF,
/// folded lines, blanks before the colon, control characters, a missing, doubled or odd Host, a doubled or
/// non-numeric Content-Length, any Transfer-Encoding but one plain `chunked` on HTTP/1.1, and both lengths together.
/// Each is answered with 400. Source: RFC 9112 §§2.2, 3, 5, 6, 11.2.
std::optional<error> framing_fault(std::string_view head);

}  // namespace hub::net
