#include "app/path_table.hpp"

#include "app/answer_table.hpp"
#include "app/cell_table.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

/// `2.94 on average, median 3, 90 % at most 6`; `-` where nothing was measured.
json::string spread(const json::object& o, const char* average, const char* median, const char* p90) {
  const auto* known = o.if_contains(average);
  if (known == nullptr || known->is_null()) return "-";
  const auto text = [&](const char* name) { return member_cell(name, o.at(name)); };
  return json::string(text(average) + " on average, median " + text(median) + ", 90 % at most " + text(p90));
}

}  // namespace

std::string show_paths(const json::value& report, const look& l) {
  if (!report.is_object() || !report.get_object().contains("total_paths")) return show_lists(report, l);
  json::object shown;
  for (const auto& [name, value] : report.get_object()) {
    if (name == "total_paths") {
      shown["conversions with touchpoints"] = value;
    } else if (name == "no_touch") {
      shown["conversions without any"] = value;
    } else if (name == "unique_patterns") {
      shown["different paths"] = value;
    } else if (name == "avg_touchpoints") {
      shown["touchpoints to convert"] = spread(report.get_object(), "avg_touchpoints", "median", "p90");
    } else if (name == "top_channels") {
      shown["touchpoints on these paths"] = value;
    } else if (name == "roles") {
      shown["roles: how often each opens a path, assists on it, closes it"] = value;
    } else if (name == "time_to_convert" && value.is_object()) {
      shown["time to convert"] = spread(value.get_object(), "average_seconds", "median_seconds", "p90_seconds");
    } else if (name != "median" && name != "p90") {
      shown[name] = value;
    }
  }
  return show_lists(json::value(std::move(shown)), l);
}

std::string show_cohorts(const json::value& report, const look& l) {
  return show_lists(report, l) +
         "\nimmature     days after the first conversion that the data do not reach yet\n"
         "payback day  the first by which the revenue had reached the spend of the month; 0 is the very first\n"
         "Revenue is net: refunds take from it on their day.\n";
}

}  // namespace hub::app
