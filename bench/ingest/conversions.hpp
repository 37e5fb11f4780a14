// Conversions made from a seed: requests as the bytes that go over the wire, the same in every run.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "app/random.hpp"

namespace hub::bench {

/// About 1.2 kB of JSON an event, with metadata. 15 % of the events report an earlier order of the other source.
class conversion_stream {
 public:
  explicit conversion_stream(std::uint64_t seed) : random_(seed) {}

  /// A whole HTTP/1.1 request (head and body) of *count* events of one source.
  std::string request(std::size_t count);

  std::uint64_t events() const { return events_; }
  std::uint64_t orders() const { return orders_; }  ///< distinct ones: the conversions that the events are
  std::uint64_t body_bytes() const { return body_bytes_; }

 private:
  void append_event(std::string& out, std::size_t source);

  app::random_stream random_;
  std::uint64_t events_ = 0;
  std::uint64_t orders_ = 0;
  std::uint64_t body_bytes_ = 0;
  /// Orders that only this source has reported.
  std::array<std::vector<std::uint64_t>, 2> unmatched_;
};

}  // namespace hub::bench
