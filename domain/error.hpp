// Errors as values. Every room reports failure as a result<T> that carries a stable code, a sentence and a place;
// nothing here decides how an error is shown (net/ makes RFC 9457 problems of them, app/ makes lines on stderr).
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace hub {

/// One thing that went wrong with one piece of input or one operation.
struct error {
  std::string code;    ///< stable slug, e.g. `currency-missing`; clients may switch on it
  std::string detail;  ///< a sentence that says what is wrong and what to do about it
  std::string
      pointer;  ///< JSON pointer (RFC 6901), parameter name or file position; empty when the whole input is meant

  error() = default;
  /// Spelled out so that no text converts to an error by itself, which would keep `result<std::string>` from holding one.
  error(std::string slug, std::string sentence, std::string place)
      : code(std::move(slug)), detail(std::move(sentence)), pointer(std::move(place)) {}

  friend bool operator==(const error&, const error&) = default;
};

/// Thrown only by result<T>::value() on an error, which is a bug in the caller.
[[noreturn]] inline void throw_exception_from_error(const error& e, const boost::source_location&) {
  throw std::logic_error("unchecked error " + e.code + ": " + e.detail);
}

/// A value or the error that kept it from being.
template <class T>
using result = boost::system::result<T, error>;

/// Shorthand for the error that most parsers return.
inline error fail(std::string code, std::string detail, std::string pointer = {}) {
  return error{std::move(code), std::move(detail), std::move(pointer)};
}

}  // namespace hub
