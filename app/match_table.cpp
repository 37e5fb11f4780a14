#include "app/match_table.hpp"

#include "app/cell_table.hpp"

namespace hub::app {

namespace json = boost::json;

std::string show_match(const json::value& report, const look& l) {
  if (!report.is_object()) return show_lists(report, l);
  auto shown = report.get_object();
  auto* suggestions = shown.if_contains("suggestions");
  const bool any = suggestions != nullptr && suggestions->is_array() && !suggestions->get_array().empty();
  if (any)
    for (auto& each : suggestions->get_array())
      if (each.is_object()) {
        each.get_object().erase("accept");  // the same two campaigns, for programs
        each.get_object().erase("detail");
      }
  return show_lists(json::value(std::move(shown)), l) + (any ? "Accept one: convhub alias add FROM TO\n" : "");
}

}  // namespace hub::app
