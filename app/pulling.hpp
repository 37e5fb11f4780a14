// Whether a hub that is opened pulls its sources.
#pragma once

#include <cstdint>

namespace hub::app {

enum class pulling : std::uint8_t { off, on };

}  // namespace hub::app
