// A file read from its beginning in pieces, unpacked if it is gzip; `-` is standard input.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string>

#include "domain/error.hpp"

namespace hub::app {

class text_file {
 public:
  /// Error: `file-unreadable`.
  static result<text_file> open(const std::string& path);

  /// Appends up to 256 KiB to *into* and says whether there was any; false at the end.
  /// Error: `file-broken` (a read error, a cut or corrupt gzip).
  result<bool> read(std::string& into);

  /// Bytes of the file read so far (packed, if it is packed) and in all; 0 in all if unknown (a pipe).
  std::int64_t position() const { return gzoffset(file_.get()); }
  std::int64_t size() const { return size_; }

 private:
  struct closer {
    void operator()(gzFile_s* f) const { gzclose(f); }
  };
  std::unique_ptr<gzFile_s, closer> file_;
  std::int64_t size_ = 0;
  std::string path_;
};

}  // namespace hub::app
