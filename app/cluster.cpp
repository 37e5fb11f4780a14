#include "app/cluster.hpp"

#include <caf/io/middleman.hpp>
#include <caf/io/publish.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "app/version.hpp"
#include "domain/sha256.hpp"
#include "messages/wire_block.hpp"

namespace hub::app {
namespace {

/// The worker that answered, if it is one.
worker_actor worker_of(caf::actor_system& system, const caf::strong_actor_ptr& found,
                       const std::set<std::string>& interface) {
  if (!found || !system.assignable(interface, system.message_types<worker_actor>())) return {};
  return caf::actor_cast<worker_actor>(found);
}

worker_actor dial(caf::actor_system& system, const std::string& address, std::string& why) {
  const auto where = endpoint_of(address);
  worker_actor worker;
  caf::scoped_actor self(system);
  self->request(system.middleman().actor_handle(), std::chrono::seconds(5), caf::connect_atom_v, where.host, where.port)
      .receive(
          [&](const caf::node_id&, const caf::strong_actor_ptr& found, const std::set<std::string>& interface) {
            worker = worker_of(system, found, interface);
            if (!worker) why = "is no worker of this program";
          },
          [&](const caf::error& failure) {
            why = failure == caf::sec::incompatible_application_ids ? "is no worker of this program"
                  : failure == caf::sec::request_timeout            ? "does not answer"
                                                                    : "is not reached";
          });
  return worker;
}

}  // namespace

result<std::string> build_of_this_program() {
  std::ifstream program("/proc/self/exe", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(program), {}};
  if (bytes.empty()) return fail("no-program", "this program cannot be read, so workers cannot be compared with it");
  return std::string(version()) + "+" + sha256_hex(bytes).substr(0, 12);
}

void join_cluster(caf::actor_system_config& settings, std::chrono::seconds limit) {
  settings.add_message_types<caf::id_block::convhub>();
  settings.load<caf::io::middleman>();
  settings.set("middleman.heartbeat-interval", caf::timespan(std::chrono::seconds(1)));
  settings.set("middleman.connection-timeout", caf::timespan(limit));
  settings.set("middleman.app-identifiers", std::vector<std::string>{"convhub/1"});
}

endpoint endpoint_of(const std::string& address) {
  const auto colon = address.rfind(':');
  auto host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  return {std::move(host), static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1)))};
}

std::vector<worker_place> find_workers(caf::actor_system& system, const std::vector<std::string>& addresses,
                                       const std::function<void(const std::string& sentence)>& warn) {
  std::vector<worker_place> places;
  for (const auto& address : addresses) {
    std::string why;
    places.push_back({address, dial(system, address, why)});
    if (!places.back().worker) warn("the worker " + address + " " + why + "; the hub holds its shards itself");
  }
  return places;
}

result<std::uint16_t> publish(const worker_actor& worker, const endpoint& where) {
  const auto port = caf::io::publish(worker, where.port, where.host.c_str(), true);
  if (port) return *port;
  return fail("listen-failed",
              "the worker cannot listen on " + where.host + ":" + std::to_string(where.port) + ": is the port taken?");
}

}  // namespace hub::app
