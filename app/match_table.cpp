#include "app/match_table.hpp"

#include "app/cell_table.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

bool is_empty_list(const json::value& v) { return v.is_array() && v.get_array().empty(); }

/// The sums of each kind of campaign as one table.
json::array kinds_of(const json::object& totals) {
  constexpr std::pair<const char*, const char*> kinds[] = {{"matched", "cost and are met"},
                                                           {"spend_without_touches", "cost and are never met"},
                                                           {"touches_without_spend", "are met and cost nothing"}};
  json::array rows;
  for (const auto& [name, words] : kinds) {
    const auto* sums = totals.if_contains(name);
    if (sums == nullptr || !sums->is_object()) continue;
    json::object row{{"which", words}};
    for (const auto& [figure, value] : sums->get_object()) row[figure] = value;
    rows.emplace_back(std::move(row));
  }
  return rows;
}

/// Both campaigns of a suggestion stand in it a second time, for programs.
void keep_what_is_read(json::value& suggestion) {
  if (!suggestion.is_object()) return;
  suggestion.get_object().erase("accept");
  suggestion.get_object().erase("detail");
}

}  // namespace

std::string show_match(const json::value& report, const look& l) {
  if (!report.is_object()) return show_lists(report, l);
  const auto& told = report.get_object();
  json::object shown;
  if (const auto* meta = told.if_contains("meta")) shown["meta"] = *meta;
  const auto* totals = told.if_contains("totals");
  if (totals != nullptr && totals->is_object()) {
    shown["campaigns that"] = kinds_of(totals->get_object());
    if (const auto* none = totals->get_object().if_contains("touches_without_campaign"))
      shown["touches without a campaign"] = *none;
  }
  bool any = false;
  for (const auto& [name, value] : told) {
    if (name == "meta" || name == "totals" || is_empty_list(value)) continue;
    shown[name] = value;
    if (name != "suggestions" || !value.is_array()) continue;
    any = true;
    for (auto& each : shown["suggestions"].get_array()) keep_what_is_read(each);
  }
  return show_lists(json::value(std::move(shown)), l) + (any ? "Accept one: convhub alias add FROM TO\n" : "");
}

}  // namespace hub::app
