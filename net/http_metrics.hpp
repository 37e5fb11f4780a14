// What the server counts of each exchange, in the registry everybody shares.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include "net/metrics.hpp"
#include "net/server_load.hpp"

namespace hub::net {

/// Counts answers by route, method and status class and times them; shows the load as gauges.
class http_metrics {
 public:
  http_metrics(metrics_registry& registry, std::shared_ptr<server_load> load);

  /// One answer that was sent, or broken off. Methods the hub does not know count as `other` and an empty route as
  /// `(none)`, so that no client can make the set of labels grow.
  void answered(std::string_view route, std::string_view method, int status, std::chrono::nanoseconds took);

 private:
  metrics_registry& registry_;
};

}  // namespace hub::net
