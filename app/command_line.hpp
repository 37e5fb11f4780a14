// The whole command line: families of commands put together, and what a mistyped one is told.
#pragma once

#include <string>
#include <vector>

#include "app/client.hpp"
#include "app/terminal.hpp"

namespace hub::app {

/// Runs `convhub ARGUMENTS…`; *open* gives the hub that a command asks.
exit_code run(const std::vector<std::string>& arguments, console& c, const client_opener& open);

}  // namespace hub::app
