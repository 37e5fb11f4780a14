#include "net/content_coding.hpp"

#include <zlib.h>

#include <algorithm>
#include <cassert>
#include <new>

#include "net/ascii.hpp"

namespace hub::net {
namespace {

constexpr int with_gzip_or_zlib_header = MAX_WBITS + 32;
constexpr int without_header = -MAX_WBITS;
constexpr int with_gzip_header = MAX_WBITS + 16;

/// A zlib inflater that cleans up after itself.
class inflater {
 public:
  inflater(int window, std::string_view input) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream_.avail_in = static_cast<uInt>(input.size());
    if (inflateInit2(&stream_, window) != Z_OK) throw std::bad_alloc();
  }
  ~inflater() { inflateEnd(&stream_); }
  inflater(const inflater&) = delete;
  inflater& operator=(const inflater&) = delete;

  /// Everything the input holds; several gzip members one after the other count as one body.
  result<std::string> run(std::size_t limit) {
    std::string out;
    char block[32768];
    for (;;) {
      stream_.next_out = reinterpret_cast<Bytef*>(block);
      stream_.avail_out = sizeof block;
      const int code = inflate(&stream_, Z_NO_FLUSH);
      if (code != Z_OK && code != Z_STREAM_END) return corrupt();
      const std::size_t made = sizeof block - stream_.avail_out;
      if (made > limit - out.size())
        return fail("body-too-large",
                    "The decompressed body exceeds " + std::to_string(limit) + " bytes; send it in smaller parts.",
                    "body");
      out.append(block, made);
      if (code == Z_STREAM_END && stream_.avail_in == 0) return out;
      if (code == Z_STREAM_END && inflateReset(&stream_) != Z_OK) return corrupt();
    }
  }

 private:
  static error corrupt() {
    return fail("content-coding-corrupt", "The body is not what Content-Encoding says, or it is cut short.", "body");
  }
  z_stream stream_{};
};

/// A zlib stream begins with CM 8 and a header that 31 divides (RFC 1950); some clients send bare deflate instead.
bool has_zlib_header(std::string_view body) {
  if (body.size() < 2) return false;
  const auto first = static_cast<unsigned char>(body[0]);
  const auto second = static_cast<unsigned char>(body[1]);
  return (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
}

bool is_identity(std::string_view coding) { return coding.empty() || same_ignoring_case(coding, "identity"); }

/// Whether a `;q=0`, `;q=0.000` parameter forbids the coding it follows.
bool weighs_nothing(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == parameters.npos) return false;
  const auto weight = trim(parameters.substr(at + 2));
  return !weight.empty() && weight.find_first_not_of("0.") == weight.npos;
}

}  // namespace

bool is_known_coding(std::string_view coding) {
  return is_identity(coding) || same_ignoring_case(coding, "gzip") || same_ignoring_case(coding, "x-gzip") ||
         same_ignoring_case(coding, "deflate");
}

result<std::string> decoded(std::string_view coding, std::string body, std::size_t limit) {
  assert(is_known_coding(coding));
  if (is_identity(coding)) return body;
  const bool bare = same_ignoring_case(coding, "deflate") && !has_zlib_header(body);
  return inflater(bare ? without_header : with_gzip_or_zlib_header, body).run(limit);
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const auto comma = accept_encoding.find(',');
    const auto item = trim(accept_encoding.substr(0, comma));
    accept_encoding = comma == accept_encoding.npos ? std::string_view() : accept_encoding.substr(comma + 1);
    const auto semicolon = std::min(item.find(';'), item.size());
    if (same_ignoring_case(trim(item.substr(0, semicolon)), coding)) return !weighs_nothing(item.substr(semicolon));
  }
  return false;
}

bool accepts_gzip(std::string_view accept_encoding) { return accepts_coding(accept_encoding, "gzip"); }

struct gzip_writer::state {
  z_stream stream{};
};

gzip_writer::gzip_writer() : state_(std::make_unique<state>()) {
  constexpr int fast = 3;
  constexpr int memory = 8;
  if (deflateInit2(&state_->stream, fast, Z_DEFLATED, with_gzip_header, memory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
}

gzip_writer::~gzip_writer() { deflateEnd(&state_->stream); }

std::string gzip_writer::write(std::string_view text, bool last) {
  auto& stream = state_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  std::string out;
  char block[32768];
  do {
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof block;
    [[maybe_unused]] const int code = deflate(&stream, last ? Z_FINISH : Z_SYNC_FLUSH);
    assert(code != Z_STREAM_ERROR);
    out.append(block, sizeof block - stream.avail_out);
  } while (stream.avail_out == 0);
  return out;
}

}  // namespace hub::net
