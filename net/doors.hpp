// How what sources send is read, and who may send it. The settings may change while requests are under way: each request
// keeps those that it began with.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "sources/source_settings.hpp"

namespace hub::net {

/// What the doors of single sources ask for; an empty list asks for nothing.
struct door_keys {
  std::string public_base_url;  ///< `https://hub.example`, over which HubSpot signs
  std::vector<std::string> hubspot_secrets;
  std::vector<std::string> anytrack_tokens;
  std::vector<std::string> segment_write_keys;
};

class doors {
 public:
  doors() : doors(sources::source_settings(), door_keys()) {}
  doors(sources::source_settings reads, door_keys keys) { change(std::move(reads), std::move(keys)); }
  doors(const doors&) = delete;
  doors& operator=(const doors&) = delete;

  /// For the requests that come from now on. Any thread may call it.
  void change(sources::source_settings reads, door_keys keys) {
    auto changed_reads = std::make_shared<const sources::source_settings>(std::move(reads));
    auto changed_keys = std::make_shared<const door_keys>(std::move(keys));
    const std::lock_guard lock(mutex_);
    reads_ = std::move(changed_reads);
    keys_ = std::move(changed_keys);
  }

  /// How payloads are read.
  std::shared_ptr<const sources::source_settings> reads() const {
    const std::lock_guard lock(mutex_);
    return reads_;
  }
  std::shared_ptr<const door_keys> keys() const {
    const std::lock_guard lock(mutex_);
    return keys_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const sources::source_settings> reads_;
  std::shared_ptr<const door_keys> keys_;
};

}  // namespace hub::net
