// Order ids that differ in writing only.
#pragma once

#include <string>
#include <string_view>

namespace hub {

/// *order* with a # before it, or without the one that it has: shops export `#1001` where their order is `1001` elsewhere.
/// Empty for what has no other spelling.
inline std::string other_spelling(std::string_view order) {
  if (order.empty()) return {};
  return order.front() == '#' ? std::string(order.substr(1)) : "#" + std::string(order);
}

}  // namespace hub
