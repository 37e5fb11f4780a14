// A JSON text laid out for reading, with what is wrong written where it is wrong. Numbers and texts keep their letters.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace hub::app {

/// *raw* line by line, each of *errors* below the value that its pointer names, or below the object that lacks it. A pointer
/// may begin with the place of the item in the body that it came in (`/3/currency`, `/data/0/value`). What is no JSON is
/// shown as it is, with the errors below.
std::string marked_json(std::string_view raw, std::span<const error> errors);

}  // namespace hub::app
