// The version of this build, from CMake's project().
#pragma once

namespace hub::app {

const char* version();

}  // namespace hub::app
