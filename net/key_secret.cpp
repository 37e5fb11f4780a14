#include "net/key_secret.hpp"

#include <openssl/rand.h>

#include <array>
#include <string_view>

namespace hub::net {

result<std::string> make_key_secret() {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  static_assert(letters.size() == 64);  // so that a byte's six low bits choose evenly
  std::array<unsigned char, 32> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
    return fail("no-randomness", "the system gave no random bytes; try again");
  std::string secret = "chk_";
  for (const auto byte : random) secret += letters[byte & 63U];
  return secret;
}

}  // namespace hub::net
