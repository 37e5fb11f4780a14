// Completions of the command line for the shells people use, made of its pages.
#pragma once

#include <span>
#include <string>

#include "app/command_pages.hpp"

namespace hub::app {

/// Scripts that complete commands, flags and the values that are known. They need nothing but the shell itself.
std::string bash_completion(std::span<const command_page> pages);
std::string zsh_completion(std::span<const command_page> pages);
std::string fish_completion(std::span<const command_page> pages);

/// *text* in single quotes, whatever it holds.
std::string shell_quoted(std::string_view text);

}  // namespace hub::app
