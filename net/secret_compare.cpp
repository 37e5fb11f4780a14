#include "net/secret_compare.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <array>

namespace hub::net {
namespace {

using digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

/// Equal length whatever the text, so that comparing takes the same time for every text.
digest digest_of(std::string_view text) {
  digest out;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data());
  return out;
}

}  // namespace

bool same_secret(std::string_view given, std::string_view secret) {
  const auto a = digest_of(given);
  const auto b = digest_of(secret);
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0 && !secret.empty();
}

bool any_secret(std::string_view given, std::span<const std::string> secrets) {
  bool found = false;
  for (const auto& secret : secrets) found = same_secret(given, secret) || found;
  return found;
}

}  // namespace hub::net
