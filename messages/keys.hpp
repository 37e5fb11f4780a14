// Keys are made and revoked: few, each on disk before anybody hears of it.
#pragma once

#include <optional>
#include <vector>

#include "domain/access_key.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net → writer: keep a key, or revoke one.
struct key_change {
  std::optional<access_key> made;  ///< else *revoked* is revoked
  std::uint64_t revoked = 0;
  instant at = 0;
};
/// writer → net: what there is now.
struct key_receipt {
  std::uint64_t id = 0;          ///< of the key concerned
  std::vector<access_key> keys;  ///< all of them
  std::optional<error> failure;  ///< nothing was changed: `key-unknown`, or what the store says
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::key_change)
HUB_LOCAL_MESSAGE(hub::key_receipt)
