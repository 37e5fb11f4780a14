#include "app/answer_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

namespace hub::app {
namespace {

namespace json = boost::json;

using flat_row = std::vector<std::pair<std::string, json::value>>;

bool is_money(const json::object& o) { return o.size() == 2 && o.contains("amount") && o.contains("currency"); }

/// Values of *o* by their dotted names, in order.
void flatten(const json::object& o, const std::string& prefix, flat_row& into) {
  for (const auto& [key, value] : o) {
    const std::string name = prefix + std::string(key);
    if (value.is_object() && !is_money(value.get_object()))
      flatten(value.get_object(), name + ".", into);
    else
      into.emplace_back(name, value);
  }
}

const json::value* find(const flat_row& row, const std::string& key) {
  const auto at = std::find_if(row.begin(), row.end(), [&](const auto& cell) { return cell.first == key; });
  return at == row.end() ? nullptr : &at->second;
}

bool is_number(const json::value& v) { return v.is_double() || v.is_int64() || v.is_uint64(); }

/// Decimal text such as `-12.50`, which is how money comes.
bool looks_numeric(const json::value& v) {
  if (is_number(v)) return true;
  if (!v.is_string() || v.get_string().empty()) return false;
  const std::string_view s(v.get_string());
  return s.find_first_not_of("0123456789.", s[0] == '-' ? 1 : 0) == s.npos && s.back() >= '0' && s.back() <= '9';
}

std::string title_of(std::string key) {
  if (key == "group.name") return "campaign";
  for (const std::string_view prefix : {"group.", "models."})
    if (key.starts_with(prefix)) key.erase(0, prefix.size());
  std::replace(key.begin(), key.end(), '_', ' ');
  std::replace(key.begin(), key.end(), '.', ' ');
  return key;
}

int decimals_of(std::string_view key, const std::vector<flat_row>& rows) {
  if (key.ends_with("weight") || key.ends_with("conversion_rate")) return 4;
  for (const auto& row : rows) {
    const auto* v = find(row, std::string(key));
    if (v != nullptr && v->is_double() && std::trunc(v->get_double()) != v->get_double()) return 2;
  }
  return key.ends_with("roas") ? 2 : 0;
}

std::vector<std::string> keys_of(const std::vector<flat_row>& rows) {
  std::vector<std::string> keys;
  for (const auto& row : rows)
    for (const auto& [key, value] : row)
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  // The name of a campaign says more than its id and goes before it.
  const auto name = std::find(keys.begin(), keys.end(), "group.name");
  if (name != keys.end()) std::rotate(keys.begin(), name, name + 1);
  return keys;
}

std::vector<std::string> cells_of(const flat_row& row, const std::vector<std::string>& keys,
                                  const std::vector<int>& decimals) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto* v = find(row, keys[i]);
    cells.push_back(v == nullptr ? "" : cell_of(*v, decimals[i]));
  }
  return cells;
}

table table_of_keys(const std::vector<flat_row>& rows, const std::vector<std::string>& keys,
                    const std::vector<flat_row>& footer) {
  table t;
  std::vector<int> decimals;
  std::vector<flat_row> all = rows;
  all.insert(all.end(), footer.begin(), footer.end());
  for (const auto& key : keys) {
    bool numeric = false;
    bool textual = false;
    for (const auto& row : all) {
      const auto* v = find(row, key);
      if (v == nullptr || v->is_null()) continue;
      const bool money = v->is_object();
      (looks_numeric(*v) || money ? numeric : textual) = true;
    }
    const bool name = key.starts_with("group.") || key.ends_with("_id") || key == "id";
    t.columns.push_back({title_of(key), numeric && !textual && !name ? side::right : side::left});
    decimals.push_back(decimals_of(key, all));
  }
  for (const auto& row : rows) t.rows.push_back(cells_of(row, keys, decimals));
  for (const auto& row : footer) t.footer.push_back(cells_of(row, keys, decimals));
  return t;
}

std::vector<flat_row> flat_rows(const json::array& rows) {
  std::vector<flat_row> flat;
  for (const auto& row : rows) {
    flat.emplace_back();
    if (row.is_object()) flatten(row.get_object(), "", flat.back());
  }
  return flat;
}

std::string text_at(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v == nullptr || v->is_null() ? std::string() : cell_of(*v);
}

/// `time_decay · EUR · 2026-01-01 to 2026-04-01 (UTC) · lookback 90 days`, as far as the report says so.
std::string headline(const json::object& meta) {
  std::vector<std::string> parts;
  const auto add = [&](std::string text) {
    if (!text.empty()) parts.push_back(std::move(text));
  };
  add(text_at(meta, "model"));
  add(text_at(meta, "models"));
  add(text_at(meta, "currency"));
  const auto from = text_at(meta, "from");
  const auto to = text_at(meta, "to");
  const auto zone = text_at(meta, "tz");
  const std::string range = from.empty() && to.empty() ? "all time"
                                                       : (from.empty() ? "beginning" : from) + " to " +
                                                             (to.empty() ? "now" : to);
  add(range + (zone.empty() ? "" : " (" + zone + ")"));
  const auto lookback = text_at(meta, "lookback_days");
  if (!lookback.empty()) add(lookback == "0" ? "unlimited lookback" : "lookback " + lookback + " days");
  std::string line;
  for (const auto& part : parts) line += (line.empty() ? "" : " · ") + printable(part);
  return line;
}

/// What a reader must know before trusting the numbers.
std::string caveats(const json::object& report, const json::object& meta) {
  std::string text;
  const auto* complete = meta.if_contains("complete");
  const bool whole = complete == nullptr || !complete->is_bool() || complete->get_bool();
  if (!whole) text += "Not complete: ";
  const auto* unconverted = meta.if_contains("unconverted");
  if (!whole && unconverted != nullptr && unconverted->is_array() && !unconverted->get_array().empty())
    text += "amounts without an exchange rate are left out: " + json::serialize(*unconverted);
  else if (!whole)
    text += text_at(meta, "reason");
  if (!whole) text += "\n";
  const auto* totals = report.if_contains("totals");
  if (totals == nullptr || !totals->is_object()) return text;
  const auto* reconciles = totals->get_object().if_contains("reconciles");
  if (reconciles == nullptr || !reconciles->is_bool()) return text;
  const auto booked = text_at(totals->get_object(), "booked");
  const auto sum = booked + (booked.empty() ? "" : " " + text_at(meta, "currency"));
  return text + (reconciles->get_bool() ? "Rows and (unattributed) add up to what was booked: " + sum + "\n"
                                        : "DOES NOT RECONCILE with what was booked: " + sum + "\n");
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
  if (v.is_object() && is_money(v.get_object())) {
    const auto& o = v.get_object();
    return cell_of(o.at("amount")) + " " + cell_of(o.at("currency"));
  }
  if (!v.is_array()) return json::serialize(v);
  std::string joined;
  for (const auto& item : v.get_array()) joined += (joined.empty() ? "" : " > ") + cell_of(item, decimals);
  return joined;
}

table table_of(const json::array& rows, std::span<const std::string_view> wanted) {
  const auto flat = flat_rows(rows);
  auto keys = keys_of(flat);
  if (!wanted.empty()) {
    std::vector<std::string> kept;
    for (const auto key : wanted)
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) kept.emplace_back(key);
    keys = std::move(kept);
  }
  return table_of_keys(flat, keys, {});
}

std::string show_report(const json::value& report, const look& l) {
  if (!report.is_object() || !report.get_object().contains("rows")) return show_document(report, l);
  const auto& o = report.get_object();
  const auto* rows = o.if_contains("rows");
  const auto flat = flat_rows(rows->is_array() ? rows->get_array() : json::array());
  auto keys = keys_of(flat);
  std::vector<flat_row> footer;
  for (const auto& [member, label] : {std::pair{"unattributed", "(unattributed)"}, std::pair{"totals", "total"}}) {
    const auto* part = o.if_contains(member);
    if (part == nullptr || !part->is_object()) continue;
    footer.emplace_back();
    flatten(part->get_object(), "", footer.back());
    if (keys.empty()) keys = keys_of(footer);
    footer.back().insert(footer.back().begin(), {keys.front(), json::string(label)});
  }
  const auto* meta = o.if_contains("meta");
  const json::object about = meta != nullptr && meta->is_object() ? meta->get_object() : json::object();
  return dim(headline(about), l) + "\n\n" + render(table_of_keys(flat, keys, footer), l) + "\n" + caveats(o, about);
}

std::string show_document(const json::value& document, const look& l) {
  if (!document.is_object()) return cell_of(document) + "\n";
  table facts;
  facts.columns = {{"", side::left}, {"", side::left}};
  std::string lists;
  flat_row flat;
  flatten(document.get_object(), "", flat);
  for (const auto& [key, value] : flat) {
    const bool list = value.is_array() && !value.get_array().empty() && value.get_array()[0].is_object();
    if (list)
      lists += "\n" + bold(title_of(key), l) + "\n" + render(table_of(value.get_array()), l);
    else
      facts.rows.push_back({title_of(key), cell_of(value)});
  }
  std::string text;
  std::size_t width = 0;
  for (const auto& row : facts.rows) width = std::max(width, display_width(row[0]));
  for (const auto& row : facts.rows)
    text += dim(row[0] + std::string(width - display_width(row[0]) + 2, ' '), l) + printable(row[1]) + "\n";
  return text + lists;
}

}  // namespace hub::app
