#include "app/decision_table.hpp"

#include <map>
#include <utility>
#include <vector>

#include "app/answer_rows.hpp"
#include "app/answer_table.hpp"
#include "domain/keys.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

/// Reports by source and id, each as the hub tells of it within its conversion.
class known_reports {
 public:
  explicit known_reports(client& hub) : hub_(hub) {}

  /// Empty where the hub does not know it.
  const json::object& report(const std::string& source, const std::string& id) {
    const std::pair key(source, id);
    if (const auto at = known_.find(key); at != known_.end()) return at->second;
    ask(conversion_id(event_key(source, id)));
    return known_[key];
  }

 private:
  void ask(const std::string& conversion) {
    const auto answer = get(hub_, "/v1/conversions/" + conversion);
    boost::system::error_code broken;
    const auto document = answer ? json::parse(answer->body, broken) : json::value();
    const auto* events = !broken && document.is_object() ? document.get_object().if_contains("events") : nullptr;
    if (events == nullptr || !events->is_array()) return;
    for (const auto& each : events->get_array()) {
      if (!each.is_object()) continue;
      const auto& o = each.get_object();
      known_[{text_of(o, "source"), text_of(o, "external_id")}] = o;
    }
  }

  client& hub_;
  std::map<std::pair<std::string, std::string>, json::object> known_;
};

/// What the reports of one side are called, each with who told it: `1001` → `99.00 EUR of shop`.
using one_side = std::vector<std::pair<std::string, std::string>>;

void add_report(one_side& side, const std::string& source, const std::string& id, const json::object& report) {
  const auto order = text_of(report, "order_id"), value = text_of(report, "value");
  const auto name = order.empty() ? id : order;
  const auto told = value.empty() ? source : value + " of " + source;
  for (auto& [known, tellers] : side)
    if (known == name) {
      tellers += ", " + told;
      return;
    }
  side.emplace_back(name, told);
}

/// `1001 (99.00 EUR of shop, 99.00 EUR of woo)`.
std::string text_of_side(const one_side& side) {
  std::string text;
  for (const auto& [name, told] : side) text += (text.empty() ? "" : ", ") + name + " (" + told + ")";
  return text;
}

/// `1001 (…) and 1002 (…)`, or that they are kept apart.
std::string subject_of(const json::object& decision, known_reports& known) {
  std::vector<std::pair<std::string, one_side>> sides;
  const auto* events = decision.if_contains("events");
  if (events == nullptr || !events->is_array()) return {};
  for (const auto& each : events->get_array()) {
    if (!each.is_object()) continue;
    const auto& o = each.get_object();
    const auto number = text_of(o, "side"), source = text_of(o, "source"), id = text_of(o, "external_id");
    if (sides.empty() || sides.back().first != number) sides.emplace_back(number, one_side());
    add_report(sides.back().second, source, id, known.report(source, id));
  }
  const std::string between = text_of(decision, "verdict") == "apart" ? " kept apart from " : " and ";
  std::string text;
  for (const auto& [number, side] : sides) text += (text.empty() ? "" : between) + text_of_side(side);
  return text;
}

}  // namespace

std::string show_decisions(client& hub, const json::value& document, const look& l) {
  static constexpr std::string_view columns[] = {"verdict_id",   "decided_at", "verdict", "withdrawn",
                                                 "overruled_by", "note",       "orders"};
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array()) return show_document(document, l);
  if (data->get_array().empty()) return "Nobody decided anything yet.\n";
  known_reports known(hub);
  auto rows = data->get_array();
  for (auto& row : rows)
    if (row.is_object()) row.get_object()["orders"] = subject_of(row.get_object(), known);
  const auto next = text_of(document.get_object(), "next_cursor");
  return render(table_of(rows, columns), l) + (next.empty() ? "" : "\nMore: add --cursor " + next + "\n");
}

}  // namespace hub::app
