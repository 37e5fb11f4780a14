// Content codings of HTTP bodies: gzip and deflate, undone with a limit and done for large answers. zlib stays inside.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace hub::net {

/// Whether `decoded` can undo *coding* (a Content-Encoding header's value): none, `identity`, `gzip`, `x-gzip`, `deflate`.
bool is_known_coding(std::string_view coding);

/// *body* with *coding* undone. Errors: `content-coding-corrupt` for damaged, truncated or trailing bytes,
/// `body-too-large` as soon as more than *limit* bytes come out, so that a small body cannot fill the memory.
/// @pre is_known_coding(coding)
result<std::string> decoded(std::string_view coding, std::string body, std::size_t limit);

/// Whether an Accept-Encoding header's value names *coding* with a weight above 0.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);
/// The same of gzip.
bool accepts_gzip(std::string_view accept_encoding);

/// Compresses an answer, whole or piece by piece.
class gzip_writer {
 public:
  gzip_writer();
  ~gzip_writer();
  gzip_writer(const gzip_writer&) = delete;
  gzip_writer& operator=(const gzip_writer&) = delete;

  /// The compressed bytes that *text* yields, flushed so that a reader can use them at once; *last* ends the stream.
  std::string write(std::string_view text, bool last);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace hub::net
