// The low-level SHA256_* calls are kept on purpose: OpenSSL 3's EVP interface costs several times the hash itself on
// inputs of one block, and every event is hashed at least once.
#define OPENSSL_API_COMPAT 0x10100000L
#include "domain/sha256.hpp"

#include <openssl/sha.h>

namespace hub {

digest256 sha256(std::string_view text) {
  SHA256_CTX context;
  digest256 digest;
  SHA256_Init(&context);
  SHA256_Update(&context, text.data(), text.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

digest256 sha256(std::string_view first, std::string_view second) {
  SHA256_CTX context;
  digest256 digest;
  SHA256_Init(&context);
  SHA256_Update(&context, first.data(), first.size());
  SHA256_Update(&context, "", 1);  // the terminating zero of the literal
  SHA256_Update(&context, second.data(), second.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

std::string sha256_hex(std::string_view text) { return to_hex(sha256(text)); }

std::string sha256_hex(std::string_view first, std::string_view second) { return to_hex(sha256(first, second)); }

std::string to_hex(std::span<const std::uint8_t> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text(bytes.size() * 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 15];
  }
  return text;
}

}  // namespace hub
