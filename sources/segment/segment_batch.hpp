// Makes the calls of a batch whole: what the batch or the route says for all of them becomes part of each, so that a call
// means the same read alone, now or out of quarantine.
#pragma once

#include <string>
#include <string_view>

#include "sources/json_document.hpp"

namespace hub::sources {

/// Whether *call* is an object without something that *batch* (nothing outside a batch) or the route's *type* has for it.
bool lacks_something(json_value call, json_value batch, std::string_view type);

/// The call's JSON with `type`, `sentAt` and the members of `context` that it lacks. Its own members stand.
/// @pre lacks_something(call, batch, type)
std::string completed_call(json_value call, json_value batch, std::string_view type);

}  // namespace hub::sources
