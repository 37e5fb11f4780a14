#include "net/credentials.hpp"

#include <algorithm>
#include <cstdint>

#include "net/ascii.hpp"

namespace hub::net {
namespace {

/// What stands behind the word *scheme*; empty for another scheme.
std::string_view after_scheme(std::string_view authorization, std::string_view scheme) {
  authorization = trim(authorization);
  const auto space = std::min(authorization.find(' '), authorization.size());
  if (!same_ignoring_case(authorization.substr(0, space), scheme)) return {};
  return trim(authorization.substr(space));
}

/// Base64 with or without its padding; empty when a character does not belong there.
std::string from_base64(std::string_view text) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const auto digit = alphabet.find(c);
    if (digit == std::string_view::npos) return {};
    bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>(bits >> held & 0xff));
  }
  return out;
}

}  // namespace

std::string basic_user(std::string_view authorization) {
  const auto pair = from_base64(after_scheme(authorization, "basic"));
  return {pair.begin(), std::find(pair.begin(), pair.end(), ':')};
}

std::string_view bearer_token(std::string_view authorization) { return after_scheme(authorization, "bearer"); }

}  // namespace hub::net
