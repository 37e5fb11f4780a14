// What time it is.
#pragma once

#include <chrono>

#include "domain/time.hpp"

namespace hub::app {

inline instant wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

}  // namespace hub::app
