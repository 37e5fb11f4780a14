#include "domain/decision.hpp"

#include <array>

namespace hub {

std::string_view to_string(merge_rule rule) {
  static constexpr std::array<std::string_view, 6> names = {"",          "redelivery", "order_key",
                                                            "event_key", "fuzzy",      "manual"};
  return names[static_cast<std::size_t>(rule)];
}

item_result redelivery() {
  item_result known;
  known.status = item_status::duplicate;
  known.rule = merge_rule::redelivery;
  return known;
}

item_result outdated_version() {
  auto result = redelivery();
  result.outdated = true;
  return result;
}

std::string_view to_string(quarantine_state state) {
  static constexpr std::string_view names[] = {"open", "replayed", "discarded"};
  return names[static_cast<std::size_t>(state)];
}

}  // namespace hub
