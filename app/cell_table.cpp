#include "app/cell_table.hpp"

#include <algorithm>

#include "app/answer_table.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

const json::object* object_in(const json::object& o, std::string_view name) {
  const auto* part = o.if_contains(name);
  return part != nullptr && part->is_object() ? &part->get_object() : nullptr;
}

/// The figures of *o*, `revenue 12.00 · conversions 1`, those of a model behind its name.
std::string figures_in(const json::object& o) {
  std::string line;
  for (const auto& [name, value] : flat_row_of(o)) {
    if (name.starts_with("group")) continue;
    const auto figure = name.substr(name.rfind('.') + 1);
    const auto model = name.starts_with("models.") ? title_of(name) + " " : std::string();
    auto title = figure;
    std::replace(title.begin(), title.end(), '_', ' ');
    line += (line.empty() ? "" : " · ") + printable(model + title + " " + cell_of(value));
  }
  return line;
}

/// `Spring (c1), 2026-03`: which cell it is.
std::string name_of(const json::object& cell) {
  const auto* group = cell.if_contains("group");
  if (group == nullptr || !group->is_object()) return group == nullptr ? "" : printable(cell_of(*group));
  const auto shown = text_of(group->get_object(), "name");
  std::string text;
  for (const auto& [name, value] : group->get_object()) {
    if (name == "name") continue;
    const auto key = cell_of(value);
    const bool named = name == "campaign_id" && !shown.empty() && shown != key;
    text += (text.empty() ? "" : ", ") + (named ? shown + " (" + key + ")" : key);
  }
  return printable(text);
}

/// One line a conversion; its touches as ids.
json::array lines_of(const json::array& data) {
  json::array lines;
  for (const auto& each : data) {
    if (!each.is_object()) continue;
    auto line = each.get_object();
    json::array ids;
    if (const auto* touches = line.if_contains("touchpoints"); touches != nullptr && touches->is_array())
      for (const auto& t : touches->get_array())
        if (t.is_object()) ids.emplace_back(text_of(t.get_object(), "touch_id"));
    json::array booked;
    if (const auto* entries = line.if_contains("entries"); entries != nullptr && entries->is_array())
      for (const auto& e : entries->get_array())
        if (e.is_object())
          booked.emplace_back(text_of(e.get_object(), "kind") + " " + text_of(e.get_object(), "booked"));
    line["entries"] = std::move(booked);
    line["touchpoints"] = std::move(ids);
    lines.emplace_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::string show_cell(const json::value& answer, const look& l) {
  if (!answer.is_object() || !answer.get_object().contains("check")) return show_document(answer, l);
  const auto& o = answer.get_object();
  const auto *meta = object_in(o, "meta"), *cell = object_in(o, "cell"), *check = object_in(o, "check");
  if (meta == nullptr || cell == nullptr || check == nullptr) return show_document(answer, l);
  std::string text = dim(headline_of(*meta), l) + "\n\n" + bold(name_of(*cell), l) + "\n" + figures_in(*cell) + "\n\n";
  if (const auto* data = o.if_contains("data"); data != nullptr && data->is_array())
    text += render(table_of(lines_of(data->get_array())), l) + "\n";
  text += caveats_of(o);
  const auto conversions = text_of(*check, "conversions");
  text += conversions + (conversions == "1" ? " conversion adds" : " conversions add") +
          (text_of(*check, "reconciles") == "yes" ? " up to the cell" : " up to ANOTHER sum than the cell");
  if (const auto* sum = object_in(*check, "sum")) text += ": " + figures_in(*sum);
  text += "\n";
  if (const auto next = text_of(o, "next_cursor"); !next.empty()) text += "More: add --cursor " + next + "\n";
  return text;
}

std::string show_lists(const json::value& report, const look& l) {
  const auto text = show_document(report, l);
  return report.is_object() ? text + "\n" + caveats_of(report.get_object()) : text;
}

}  // namespace hub::app
