// 128-bit keys for exact lookups in memory: uniform bits, so a map needs no further mixing.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hub {

/// A hash wide enough that two different things never share it in practice.
struct key128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend constexpr auto operator<=>(const key128&, const key128&) = default;
};

/// For hash maps: the key is uniform already.
struct key128_hash {
  using is_avalanching = void;
  std::size_t operator()(const key128& k) const { return k.low; }
};

/// 32 lower-case hex digits, and back.
std::string to_hex(const key128& key);
std::optional<key128> key_from_hex(std::string_view hex);

/// First 128 bits of SHA-256(source, 0x00, external id): names a source event, and the conversion it founds.
key128 event_key(std::string_view source, std::string_view external_id);

/// XXH3-128 of *bytes*: equality of content, not a name.
key128 content_key(std::string_view bytes);

/// The name of one version of an event among all versions of all events.
constexpr key128 version_key(const key128& event, std::uint64_t content) { return {event.high ^ content, event.low}; }

/// XXH3-64 of *text*, never 0 unless it is empty: 0 stands for "none" in lookups.
std::uint64_t text_hash(std::string_view text);

/// `cv_` + 32 hex digits, and back.
std::string conversion_id(const key128& key);
std::optional<key128> parse_conversion_id(std::string_view id);

}  // namespace hub
