// What a request must show before a route answers it. Each route says it in the table, and the API document beside it.
#pragma once

#include <cstdint>
#include <optional>

#include "domain/access_key.hpp"

namespace hub::net {

enum class access : std::uint8_t {
  open,           ///< nothing: what browsers and probes ask
  read,           ///< a key with this scope, as a Bearer token; the router asks for it
  ingest,         ///< likewise
  admin,          ///< likewise
  own_pixel,      ///< a key with this scope, or a secret of the source itself; the handler asks, since the senders have
                  ///< places of their own for it and read refusals in a shape of their own
  own_ingest,     ///< likewise
  own_signature,  ///< a signature over the request; the handler checks it, and no key stands for it
};

/// The scope of a key that such a route takes; nothing when it takes none.
constexpr std::optional<scope> scope_of(access needs) {
  switch (needs) {
    case access::read: return scope::read;
    case access::ingest:
    case access::own_ingest: return scope::ingest;
    case access::admin: return scope::admin;
    case access::own_pixel: return scope::pixel;
    case access::open:
    case access::own_signature: break;
  }
  return std::nullopt;
}

/// Whether the handler asks itself.
constexpr bool asks_itself(access needs) { return needs >= access::own_pixel; }

}  // namespace hub::net
