// The version of this build, from CMake's project().
#pragma once

namespace hub::app {

extern const char* const version;

}  // namespace hub::app
