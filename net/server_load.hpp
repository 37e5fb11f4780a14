// What the server carries at this moment, counted across all sessions, and the claims by which it is counted.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace hub::net {

/// An amount of something bounded; given back when the claim goes.
class claim {
 public:
  claim() = default;
  claim(claim&& other) noexcept : total_(other.total_), held_(std::exchange(other.held_, 0)) {}
  claim& operator=(claim&& other) noexcept {
    std::swap(total_, other.total_);
    std::swap(held_, other.held_);
    return *this;
  }
  ~claim() {
    if (held_ > 0) total_->fetch_sub(held_);
  }

  /// Takes *amount* of *total* on top of what is held; false, taking nothing, when *total* would exceed *limit*.
  /// One claim serves one total. *total* must outlive the claim.
  bool take(std::atomic<std::size_t>& total, std::size_t amount, std::size_t limit) {
    if (total.fetch_add(amount) + amount > limit) {
      total.fetch_sub(amount);
      return false;
    }
    total_ = &total;
    held_ += amount;
    return true;
  }
  std::size_t held() const { return held_; }

 private:
  std::atomic<std::size_t>* total_ = nullptr;
  std::size_t held_ = 0;
};

struct server_load {
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> in_flight{0};   ///< requests the service has not answered yet
  std::atomic<std::size_t> held_bytes{0};  ///< bodies of requests being read or answered
};

}  // namespace hub::net
