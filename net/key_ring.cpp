#include "net/key_ring.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

#include "domain/sha256.hpp"

namespace hub::net {

void key_ring::hold(keys known) {
  auto held = std::make_shared<const keys>(std::move(known));
  const std::lock_guard lock(mutex_);
  keys_ = std::move(held);
}

std::shared_ptr<const key_ring::keys> key_ring::all() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

bool key_ring::has_live_admin() const {
  const auto known = all();
  return std::any_of(known->begin(), known->end(),
                     [](const access_key& k) { return k.live() && k.scopes.allows(scope::admin); });
}

bool key_ring::is_live(std::uint64_t id) const {
  const auto known = all();
  return std::any_of(known->begin(), known->end(), [id](const access_key& k) { return k.id == id && k.live(); });
}

std::optional<access_key> key_ring::find(std::string_view secret) const {
  const auto known = all();
  const auto given = sha256_hex(secret);
  const access_key* found = nullptr;
  for (const auto& each : *known) {
    const bool same = each.secret_sha256.size() == given.size() &&
                      CRYPTO_memcmp(each.secret_sha256.data(), given.data(), given.size()) == 0;
    if (same && each.live()) found = &each;
  }
  if (found == nullptr) return std::nullopt;
  return *found;
}

}  // namespace hub::net
