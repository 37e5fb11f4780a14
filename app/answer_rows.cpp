#include "app/answer_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace hub::app {
namespace {

namespace json = boost::json;

bool is_money(const json::object& o) { return o.size() == 2 && o.contains("amount") && o.contains("currency"); }

void flatten(const json::object& o, const std::string& prefix, flat_row& into) {
  for (const auto& [key, value] : o) {
    const std::string name = prefix + std::string(key);
    if (value.is_object() && !is_money(value.get_object()))
      flatten(value.get_object(), name + ".", into);
    else
      into.emplace_back(name, value);
  }
}

const json::value* find(const flat_row& row, std::string_view name) {
  const auto at = std::find_if(row.begin(), row.end(), [&](const auto& cell) { return cell.first == name; });
  return at == row.end() ? nullptr : &at->second;
}

bool is_blank(const json::value* v) {
  return v == nullptr || v->is_null() || (v->is_array() && v->get_array().empty());
}

bool is_number(const json::value& v) { return v.is_double() || v.is_int64() || v.is_uint64(); }

/// Numbers, money, and decimal text such as `-12.50`.
bool is_figure(const json::value& v) {
  if (is_number(v) || v.is_object()) return true;
  if (!v.is_string() || v.get_string().empty()) return false;
  const std::string_view s(v.get_string());
  return s.find_first_not_of("0123456789.", s[0] == '-' ? 1 : 0) == s.npos && s.back() >= '0' && s.back() <= '9';
}

/// Whether the column holds figures and nothing else; ids may look like numbers and are none.
bool is_figure_column(std::string_view name, const std::vector<flat_row>& rows) {
  if (name.starts_with("group.") || name.ends_with("_id") || name == "id") return false;
  bool any = false;
  for (const auto& row : rows) {
    const auto* v = find(row, name);
    if (v == nullptr || v->is_null()) continue;
    if (!is_figure(*v)) return false;
    any = true;
  }
  return any;
}

int decimals_of(std::string_view name, const std::vector<flat_row>& rows) {
  for (const auto* share : {"weight", "conversion_rate", "removal_effect", "shapley_value", "standard_error"})
    if (name.ends_with(share)) return 4;
  if (name.ends_with("roas") || name.ends_with("_share")) return 2;
  return std::any_of(rows.begin(), rows.end(),
                     [&](const flat_row& row) {
                       const auto* v = find(row, name);
                       return v != nullptr && v->is_double() && std::trunc(v->get_double()) != v->get_double();
                     })
             ? 2
             : 0;
}

std::string joined(const json::array& items, std::string_view separator) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : std::string(separator)) + cell_of(item);
  return text;
}

constexpr std::string_view seconds_suffix = "_seconds";

bool is_duration(std::string_view name) { return name.ends_with(seconds_suffix); }

/// Hashes of 64 digits by their first twelve: enough to tell them apart, and a table stays readable.
std::string legible(const std::string& text) {
  constexpr std::size_t hash = 64, kept = 12;
  std::string shown, digits;
  const auto flush = [&] { shown += digits.size() < hash ? digits : digits.substr(0, kept) + "…", digits.clear(); };
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
      digits += c;
      continue;
    }
    flush();
    shown += c;
  }
  flush();
  return shown;
}

std::string cell_in(const flat_row& row, std::string_view name, int decimals) {
  const auto* v = find(row, name);
  if (v == nullptr) return "";
  return v->is_array() && name == "path" ? joined(v->get_array(), " > ") : legible(member_cell(name, *v, decimals));
}

}  // namespace

json::object object_in(std::string_view text) {
  boost::system::error_code broken;
  auto document = json::parse(text, broken);
  return broken || !document.is_object() ? json::object() : std::move(document.get_object());
}

flat_row flat_row_of(const json::object& o) {
  flat_row row;
  flatten(o, "", row);
  return row;
}

std::vector<flat_row> flat_rows_of(const json::array& rows) {
  std::vector<flat_row> flat;
  for (const auto& row : rows) flat.push_back(row.is_object() ? flat_row_of(row.get_object()) : flat_row());
  return flat;
}

std::vector<std::string> names_in(const std::vector<flat_row>& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows)
    for (const auto& [name, value] : row)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  const auto campaign = std::find(names.begin(), names.end(), "group.name");
  if (campaign != names.end()) std::rotate(names.begin(), campaign, campaign + 1);
  return names;
}

table table_of(const std::vector<flat_row>& rows, const std::vector<std::string>& names,
               const std::vector<flat_row>& footer) {
  auto all = rows;
  all.insert(all.end(), footer.begin(), footer.end());
  table t;
  t.rows.resize(rows.size());
  t.footer.resize(footer.size());
  for (const auto& name : names) {
    const auto decimals = decimals_of(name, all);
    t.columns.push_back({title_of(name), is_figure_column(name, rows.empty() ? all : rows) ? side::right : side::left});
    for (std::size_t i = 0; i < rows.size(); ++i) t.rows[i].push_back(cell_in(rows[i], name, decimals));
    for (std::size_t i = 0; i < footer.size(); ++i) t.footer[i].push_back(cell_in(footer[i], name, decimals));
  }
  return t;
}

table table_of(const json::array& rows, std::span<const std::string_view> wanted) {
  const auto flat = flat_rows_of(rows);
  auto names = names_in(flat);
  std::erase_if(names, [&](const auto& name) {
    return std::all_of(flat.begin(), flat.end(), [&](const auto& row) { return is_blank(find(row, name)); });
  });
  if (wanted.empty()) return table_of(flat, names);
  std::vector<std::string> kept;
  for (const auto name : wanted)
    if (std::find(names.begin(), names.end(), name) != names.end()) kept.emplace_back(name);
  return table_of(flat, kept);
}

std::string length_text(std::int64_t seconds) {
  constexpr std::array<std::pair<std::int64_t, char>, 4> units = {{{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}};
  const auto first = std::find_if(units.begin(), units.end(), [&](const auto& u) { return seconds >= u.first; });
  if (first == units.end()) return "0s";
  auto text = std::to_string(seconds / first->first) + first->second;
  const auto rest = seconds % first->first;
  if (const auto next = std::next(first); next != units.end() && rest >= next->first)
    text += " " + std::to_string(rest / next->first) + next->second;
  return text;
}

std::string title_of(std::string_view name) {
  if (name == "group.name") return "campaign";
  if (name.starts_with("models.")) name = name.substr(7, name.rfind('.') - 7);
  if (name.starts_with("group.")) name.remove_prefix(6);
  if (is_duration(name)) name.remove_suffix(seconds_suffix.size());
  std::string title(name);
  std::replace(title.begin(), title.end(), '_', ' ');
  std::replace(title.begin(), title.end(), '.', ' ');
  return title;
}

namespace {

/// `kind sale, amount 10.00 EUR`, what is null left out.
std::string described(const json::object& o) {
  std::string text;
  for (const auto& [name, value] : o)
    if (!value.is_null()) text += (text.empty() ? "" : ", ") + title_of(name) + " " + cell_of(value);
  return text;
}

}  // namespace

std::string cell_of(const json::value& v, std::optional<int> decimals) {
  if (v.is_null()) return "-";
  if (v.is_bool()) return v.get_bool() ? "yes" : "no";
  if (v.is_string()) return std::string(v.get_string());
  if (v.is_double() || (is_number(v) && decimals.value_or(0) > 0)) {
    char text[400];
    std::snprintf(text, sizeof text, "%.*f", decimals.value_or(2), v.to_number<double>());
    return text;
  }
  if (v.is_object() && is_money(v.get_object()))
    return cell_of(v.get_object().at("amount")) + " " + cell_of(v.get_object().at("currency"));
  if (v.is_object()) return described(v.get_object());
  if (!v.is_array()) return json::serialize(v);
  const auto& items = v.get_array();
  return items.empty() ? "none" : joined(items, items.front().is_object() ? "; " : ", ");
}

std::string member_cell(std::string_view name, const json::value& v, std::optional<int> decimals) {
  return is_duration(name) && is_number(v) ? length_text(std::llround(v.to_number<double>())) : cell_of(v, decimals);
}

std::string text_of(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  return v == nullptr || v->is_null() ? std::string() : cell_of(*v);
}

}  // namespace hub::app
