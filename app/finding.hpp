// What `convhub doctor` finds: one thing looked at, how it is, and what to do about it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hub::app {

enum class grade : std::uint8_t { ok, warn, fail };

struct finding {
  grade how = grade::ok;
  std::string what;    ///< `disk space`, `source hubspot`
  std::string detail;  ///< how it is
  std::string remedy;  ///< what to do; empty where all is well
};

using findings = std::vector<finding>;

}  // namespace hub::app
