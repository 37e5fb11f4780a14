#include "domain/keys.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "domain/sha256.hpp"

namespace hub {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::string_view conversion_prefix = "cv_";

void append_hex(std::string& text, std::uint64_t half) {
  for (int shift = 60; shift >= 0; shift -= 4) text += digits[(half >> shift) & 0xF];
}

std::optional<std::uint64_t> half_from_hex(std::string_view hex) {
  std::uint64_t half = 0;
  for (const char c : hex) {
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    half = half << 4 | digit;
  }
  return half;
}

std::uint64_t big_endian(const unsigned char* bytes) {
  std::uint64_t half = 0;
  for (int i = 0; i < 8; ++i) half = half << 8 | bytes[i];
  return half;
}

}  // namespace

std::string to_hex(const key128& key) {
  std::string text;
  text.reserve(32);
  append_hex(text, key.high);
  append_hex(text, key.low);
  return text;
}

std::optional<key128> key_from_hex(std::string_view hex) {
  if (hex.size() != 32) return std::nullopt;
  const auto high = half_from_hex(hex.substr(0, 16));
  const auto low = half_from_hex(hex.substr(16));
  if (!high || !low) return std::nullopt;
  return key128{*high, *low};
}

key128 event_key(std::string_view source, std::string_view external_id) {
  const auto digest = sha256(source, external_id);
  return {big_endian(digest.data()), big_endian(digest.data() + 8)};
}

key128 content_key(std::string_view bytes) {
  const auto hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::uint64_t text_hash(std::string_view text) {
  if (text.empty()) return 0;
  const auto hash = XXH3_64bits(text.data(), text.size());
  return hash == 0 ? 1 : hash;
}

std::string conversion_id(const key128& key) { return std::string(conversion_prefix) + to_hex(key); }

std::optional<key128> parse_conversion_id(std::string_view id) {
  if (!id.starts_with(conversion_prefix)) return std::nullopt;
  return key_from_hex(id.substr(conversion_prefix.size()));
}

}  // namespace hub
