// The keys in force, in memory: asked at every request, changed while requests are under way.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/access_key.hpp"

namespace hub::net {

/// Any thread may use it.
class key_ring {
 public:
  using keys = std::vector<access_key>;

  explicit key_ring(keys known = {}) { hold(std::move(known)); }
  key_ring(const key_ring&) = delete;
  key_ring& operator=(const key_ring&) = delete;

  /// From now on these are all the keys there ever were.
  void hold(keys known);

  std::shared_ptr<const keys> all() const;
  /// Whether a key was ever made. From then on keys are asked for, also when all of them are revoked: a lost key must not
  /// open the door.
  bool keyed() const { return !all()->empty(); }
  bool has_live_admin() const;
  bool is_live(std::uint64_t id) const;

  /// The live key of *secret*. All keys are compared, each in a time that tells nothing of it.
  std::optional<access_key> find(std::string_view secret) const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const keys> keys_;
};

}  // namespace hub::net
