// The whole command line: families of commands put together, and what a mistyped one is told.
#pragma once

#include <string>
#include <vector>

#include "app/outside.hpp"
#include "app/terminal.hpp"

namespace hub::app {

/// Runs `convhub ARGUMENTS…`.
exit_code run(const std::vector<std::string>& arguments, console& c, const outside& world);

}  // namespace hub::app
