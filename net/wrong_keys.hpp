// Counts wrong keys by the address they came from, so that guessing and clients gone astray are slowed down. Bounded: of
// more addresses than it holds, those that began longest ago are forgotten.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hub::net {

/// Any thread may use it.
class wrong_keys {
 public:
  using time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds window{60};
  static constexpr std::size_t most_addresses = 4096;

  /// @param allowed wrong keys of one address within the window; further ones are too many
  explicit wrong_keys(int allowed) : allowed_(allowed) {}

  /// Notes one from *address*. Seconds to wait when these are too many, else 0. Addresses of IPv6 count by their network
  /// of 64 bits, of which one sender has all.
  int note(std::string_view address, time now);

  std::size_t addresses() const;

 private:
  struct count {
    time since;
    int wrong = 0;
  };
  void make_room(time now);

  const int allowed_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, count> counts_;
};

}  // namespace hub::net
