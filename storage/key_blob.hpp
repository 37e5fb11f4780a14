// Keys as they lie in the file: 16 bytes, high half first, so that SQL's hex() shows them as the API does.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "domain/keys.hpp"

namespace hub::storage {

using key_blob = std::array<unsigned char, 16>;

inline key_blob to_blob(const key128& key) {
  key_blob blob;
  for (std::size_t i = 0; i < 8; ++i) {
    blob[i] = static_cast<unsigned char>(key.high >> (56 - 8 * i));
    blob[8 + i] = static_cast<unsigned char>(key.low >> (56 - 8 * i));
  }
  return blob;
}

/// @pre *bytes* points to 16 bytes
inline key128 from_blob(const void* bytes) {
  const auto* byte = static_cast<const unsigned char*>(bytes);
  key128 key;
  for (std::size_t i = 0; i < 8; ++i) {
    key.high = key.high << 8 | byte[i];
    key.low = key.low << 8 | byte[8 + i];
  }
  return key;
}

}  // namespace hub::storage
