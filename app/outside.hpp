// What commands need of the world outside the command line: hubs to ask and hubs to open. main.cpp has the real ones,
// tests hand in their own.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "app/client.hpp"
#include "app/pulling.hpp"
#include "app/running_hub.hpp"
#include "config/settings.hpp"
#include "net/http.hpp"
#include "net/metrics.hpp"

namespace hub::app {

/// Where the user wants to be answered from: at most one of the two, else the default server.
struct place {
  std::string server;         ///< base URL
  std::string data;           ///< data directory
  bool make = false;          ///< a data directory that is not there is made: for commands that bring data in
  std::string key_file = {};  ///< of the server; a key never stands on a command line, where other users see it
};

/// The variable that holds the key to send to servers, unless a file is named.
inline constexpr std::string_view key_variable = "CONVHUB_KEY";

inline constexpr std::string_view default_server = "http://127.0.0.1:8787";

/// Opens a hub in this process on `settings.storage.data`; it closes in order when destroyed. The metrics outlive it.
using hub_opener =
    std::function<result<std::unique_ptr<running_hub>>(const config::settings&, net::metrics_registry&, pulling)>;

/// Gives whom to ask.
using client_opener = std::function<result<std::unique_ptr<client>>(const place&)>;

struct outside {
  client_opener ask;
  hub_opener open;
  /// Lets time pass between two looks at something that goes on.
  std::function<void(std::chrono::milliseconds)> rest = [](std::chrono::milliseconds time) {
    std::this_thread::sleep_for(time);
  };
};

/// Asks servers over HTTP and data directories through *open*.
outside real_outside(hub_opener open);

}  // namespace hub::app
