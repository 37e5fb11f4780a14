// What a file for `import` may hold; each kind has its own route.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hub::app {

struct import_kind {
  std::string_view name;                        ///< `conversions`, …; also the last part of its route
  std::vector<std::string_view> time_fields;    ///< instants, which a file may give in local time
  std::vector<std::string_view> day_fields;     ///< civil days
  std::vector<std::string_view> amount_fields;  ///< numbers, which a file may write with a comma
};

inline const std::vector<import_kind>& import_kinds() {
  static const std::vector<import_kind> kinds = {
      {"conversions", {"occurred_at", "updated_at", "clicked_at"}, {}, {"value"}},
      {"touchpoints", {"occurred_at"}, {}, {}},
      {"adjustments", {"occurred_at"}, {}, {"amount", "value"}},
      {"spend", {}, {"date"}, {"cost", "impressions", "clicks", "platform_conversions", "platform_value"}},
      {"identities", {"occurred_at"}, {}, {}},
      {"fx-rates", {}, {"date"}, {"rate"}},
  };
  return kinds;
}

}  // namespace hub::app
