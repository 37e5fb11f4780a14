// The manual page of the program, in the language of man(7), made of the pages of its commands.
#pragma once

#include <span>
#include <string>

#include "app/command_pages.hpp"

namespace hub::app {

/// convhub(1). @param day when it was made, `2026-02-09`
std::string manual_page(std::span<const command_page> pages, std::string_view version, std::string_view day);

}  // namespace hub::app
