#include "net/http_metrics.hpp"

#include <string>

namespace hub::net {
namespace {

std::string known_method(std::string_view method) {
  for (const std::string_view each : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    if (method == each) return std::string(each);
  return "other";
}

}  // namespace

http_metrics::http_metrics(metrics_registry& registry, std::shared_ptr<server_load> load) : registry_(registry) {
  const auto shown = [](const std::atomic<std::size_t>& amount) { return static_cast<double>(amount.load()); };
  registry.watch("convhub_http_connections", "Open client connections.", [=] { return shown(load->connections); });
  registry.watch("convhub_http_in_flight", "Requests being answered.", [=] { return shown(load->in_flight); });
  registry.watch("convhub_http_held_bytes", "Bytes of request bodies in memory.",
                 [=] { return shown(load->held_bytes); });
}

void http_metrics::answered(std::string_view route, std::string_view method, int status,
                            std::chrono::nanoseconds took) {
  const std::string where(route.empty() ? "(none)" : route);
  registry_
      .count("convhub_http_requests_total", "Requests answered.",
             {{"route", where}, {"method", known_method(method)}, {"status", std::to_string(status / 100) + "xx"}})
      .add();
  registry_.timing("convhub_http_request_seconds", "From the complete request to the sent answer.", {{"route", where}})
      .observe(std::chrono::duration<double>(took).count());
}

}  // namespace hub::net
