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

/// What a figure of paths or cohorts is asked for by; the rest of it is what it says.
bool is_question(std::string_view name) {
  constexpr std::string_view all[] = {"cohort", "days",      "path",    "opener",     "assist",
                                      "closer", "step_from", "step_to", "touchpoints"};
  return std::find(std::begin(all), std::end(all), name) != std::end(all);
}

/// The figures of *o*, `revenue 12.00 · conversions 1`, those of a model behind its name.
std::string figures_in(const json::object& o) {
  std::string line;
  for (const auto& [name, value] : flat_row_of(o)) {
    if (name.starts_with("group") || is_question(name)) continue;
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

/// `Email > Direct`
std::string path_in(const json::value& steps) {
  std::string text;
  for (const auto& step : steps.get_array()) text += (text.empty() ? "" : " > ") + cell_of(step);
  return text;
}

/// `path Email > Direct`, `cohort 2026-02, c1, days 30`: which figure it is.
std::string question_of(const json::object& figure) {
  std::string text;
  for (const auto& [name, value] : figure) {
    std::string part;
    if (is_question(name)) {
      std::string title(name);
      std::replace(title.begin(), title.end(), '_', ' ');
      part = title + " " + (value.is_array() ? path_in(value) : cell_of(value));
    } else if (name == "group") {
      part = name_of(figure);
    }
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
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
    const auto* touches = line.if_contains("touchpoints");
    const bool listed = touches != nullptr && touches->is_array();
    if (listed)
      for (const auto& t : touches->get_array())
        if (t.is_object()) ids.emplace_back(text_of(t.get_object(), "touch_id"));
    json::array booked;
    if (const auto* entries = line.if_contains("entries"); entries != nullptr && entries->is_array())
      for (const auto& e : entries->get_array())
        if (e.is_object())
          booked.emplace_back(text_of(e.get_object(), "kind") + " " + text_of(e.get_object(), "booked"));
    if (line.contains("entries")) line["entries"] = std::move(booked);
    if (listed) line["touchpoints"] = std::move(ids);
    if (auto* path = line.if_contains("path"); path != nullptr && path->is_array())
      *path = json::string(path_in(*path));
    lines.emplace_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::string show_cell(const json::value& answer, const look& l) {
  if (!answer.is_object() || !answer.get_object().contains("check")) return show_document(answer, l);
  const auto& o = answer.get_object();
  const auto *meta = object_in(o, "meta"), *figure = object_in(o, "figure"), *check = object_in(o, "check");
  const auto* cell = figure != nullptr ? figure : object_in(o, "cell");
  if (meta == nullptr || cell == nullptr || check == nullptr) return show_document(answer, l);
  const auto name = figure != nullptr ? question_of(*figure) : name_of(*cell);
  std::string text = dim(headline_of(*meta), l) + "\n\n" + bold(name, l) + "\n" + figures_in(*cell) + "\n\n";
  if (const auto* data = o.if_contains("data"); data != nullptr && data->is_array())
    text += render(table_of(lines_of(data->get_array())), l) + "\n";
  text += caveats_of(o);
  const std::string counted = check->contains("contacts") ? "contacts" : "conversions";
  const auto number = text_of(*check, counted);
  text += number + " " + (number == "1" ? counted.substr(0, counted.size() - 1) + " adds" : counted + " add") +
          (text_of(*check, "reconciles") == "yes" ? " up to the " : " up to ANOTHER sum than the ") +
          (figure != nullptr ? "figure" : "cell");
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
