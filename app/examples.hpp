// A command line or two of each command, as its help and the manual page show them. A test parses every one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace hub::app {

/// The examples of the command at *path*, such as `convhub alias add`.
std::vector<std::string> examples_of(std::string_view path);

/// Puts its examples below the help of *command* and of each command below it.
void add_examples(CLI::App& command, const std::string& above = "");

}  // namespace hub::app
