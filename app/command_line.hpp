// The whole command line: families of commands put together, and what a mistyped one is told.
#pragma once

#include <string>
#include <vector>

#include "app/command.hpp"
#include "app/outside.hpp"
#include "app/terminal.hpp"

namespace hub::app {

/// Adds every command to the program, with its examples.
void add_commands(program& p);

/// Runs `convhub ARGUMENTS…`.
exit_code run(const std::vector<std::string>& arguments, console& c, const outside& world);

}  // namespace hub::app
