// Half a character in JSON text: `"\ud83d"` without its other half is what a text cut inside an emoji becomes. JSON's
// grammar allows it, its parser does not.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hub::sources {

/// *json* with every lone surrogate escape replaced by `\ufffd`, which is as long, so that offsets stay. Nothing when
/// there is none.
std::optional<std::string> without_lone_surrogates(std::string_view json);

}  // namespace hub::sources
