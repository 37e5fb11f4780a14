// The client side: keeps a number of connections busy with requests made beforehand, all from one thread, so that the
// client takes as little as it can of the processors that the daemon needs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hub::bench {

struct load_result {
  double seconds = 0;  ///< from the first request sent to the last answer read, connections being open before
  std::vector<double> latencies;  ///< seconds, one a request
};

/// Sends *requests* over *connections* kept-alive connections, each with one request under way at a time.
/// Throws std::runtime_error when an answer is not 200 or rejects an item.
load_result drive(std::uint16_t port, const std::vector<std::string>& requests, std::size_t connections);

/// The body of the answer to `GET TARGET`. Throws std::runtime_error when it is not 200.
std::string get(std::uint16_t port, const std::string& target);

}  // namespace hub::bench
