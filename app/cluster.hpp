// Hubs and workers as parts of one cluster on one machine: how their CAF systems are set up, how a hub finds its workers,
// and which build of the program each is.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "actors/supervisor.hpp"

namespace hub::app {

/// The version and the beginning of the SHA-256 of this program: workers and hub must be the same. Error: `no-program`.
result<std::string> build_of_this_program();

/// Has the system of *settings* talk to other processes. One that is silent for *limit* counts as gone.
void join_cluster(caf::actor_system_config& settings, std::chrono::seconds limit);

/// Host and port of `127.0.0.1:7001`. @pre *address* is HOST:PORT
struct endpoint {
  std::string host;
  std::uint16_t port = 0;
};
endpoint endpoint_of(const std::string& address);

/// Dials each; one that does not answer within a few seconds, or is no worker of ours, is none, and *warn* is told why.
/// @pre the system joined the cluster
std::vector<worker_place> find_workers(caf::actor_system& system, const std::vector<std::string>& addresses,
                                       const std::function<void(const std::string& sentence)>& warn);

/// Lets hubs find *worker* at *where*, and answers the port. Error: `listen-failed`.
result<std::uint16_t> publish(const worker_actor& worker, const endpoint& where);

}  // namespace hub::app
