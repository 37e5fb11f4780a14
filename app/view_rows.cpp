#include "app/view_rows.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "app/answer_rows.hpp"
#include "app/listing.hpp"
#include "sources/csv/csv.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;
using storage::view_cell;

error malformed(std::string detail) { return fail("answer-malformed", "the hub's answer cannot be read: " + detail); }

template <class Number>
view_cell number_in(std::string_view text) {
  Number n{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), n);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return n;
  return std::string(text);
}

view_cell cell_in(std::string_view text, column_kind kind, const std::optional<currency>& unit) {
  if (text.empty()) return {};
  switch (kind) {
    case column_kind::integer: return number_in<std::int64_t>(text);
    case column_kind::real: return number_in<double>(text);
    case column_kind::flag: return std::int64_t{text == "true" ? 1 : 0};
    case column_kind::money:
      if (const auto amount = unit ? parse_amount(text, *unit) : result<std::int64_t>(fail("", "")); amount)
        return *amount;
      return std::string(text);
    case column_kind::text: break;
  }
  return std::string(text);
}

/// For each column of *table* where it stands in *heading*.
result<std::vector<std::size_t>> places_in(const std::vector<std::string>& heading, const storage::view_table& table) {
  std::vector<std::size_t> places;
  for (const auto& column : table.columns) {
    const auto at = std::find(heading.begin(), heading.end(), column.name);
    if (at == heading.end())
      return malformed(std::string("the export of ") + table.name + " has no column '" + column.name +
                       "'; is it another version of convhub?");
    places.push_back(static_cast<std::size_t>(at - heading.begin()));
  }
  return places;
}

json::object object_in(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  return v != nullptr && v->is_object() ? v->get_object() : json::object();
}

/// Text as it is, other values as JSON writes them; nothing where there is none.
std::string whole_text(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  if (v == nullptr || v->is_null()) return {};
  return v->is_string() ? std::string(v->get_string()) : json::serialize(*v);
}

}  // namespace

result<void> view_rows::note_currency(const std::string& code) {
  if (code.empty() || currencies_.count(code) > 0) return {};
  const auto known = parse_currency(code);
  if (!known) return malformed("currency '" + code + "'");
  currencies_.emplace(code, *known);
  std::int64_t minor_units = 1;
  for (int i = 0; i < minor_digits(*known); ++i) minor_units *= 10;
  return file_.add_currency(code, minor_units);
}

result<void> view_rows::add(view_number number, const std::function<std::string_view(std::size_t)>& text) {
  const auto& columns = view_tables[number].columns;
  std::optional<currency> unit;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::string_view(columns[i].name) != "currency") continue;
    const std::string code(text(i));
    if (const auto noted = note_currency(code); !noted) return noted;
    if (!code.empty()) unit = currencies_.find(code)->second;
  }
  cells_.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) cells_.push_back(cell_in(text(i), columns[i].kind, unit));
  if (const auto added = file_.add(number, cells_); !added) return added;
  on_row_(++rows_);
  return {};
}

result<void> view_rows::take_export(view_number number, std::string_view what, const parameters& query) {
  sources::csv_reader reader(',');
  std::optional<std::vector<std::size_t>> places;
  std::optional<error> failure;
  const auto read_rows = [&]() -> result<void> {
    for (;;) {
      const auto row = reader.next();
      if (!row) return row.error();
      if (!*row) return {};
      const auto& cells = (*row)->cells;
      if (!places) {
        auto found = places_in(cells, view_tables[number]);
        if (!found) return found.error();
        places = std::move(*found);
        continue;
      }
      const auto text = [&](std::size_t column) {
        const auto place = (*places)[column];
        return place < cells.size() ? std::string_view(cells[place]) : std::string_view();
      };
      if (const auto added = add(number, text); !added) return added;
    }
  };
  const auto note = [&](const result<void>& read) {
    if (!read && !failure) failure = read.error();
    return !failure;
  };
  net::http_request request;
  request.method = "GET";
  request.target = target_of("/v1/export/" + std::string(what) + ".csv", query);
  const auto answer = hub_.download(std::move(request), [&](std::string_view piece) {
    reader.feed(piece);
    return note(read_rows());
  });
  if (failure) return *failure;
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  reader.finish();
  note(read_rows());
  if (failure) return *failure;
  return {};
}

result<void> view_rows::take_merges() {
  return each_listed(hub_, "/v1/duplicates", {{"standing", "merged"}}, [this](const json::object& pair) {
    const auto event = object_in(pair, "event"), partner = object_in(pair, "partner");
    const std::string texts[] = {whole_text(event, "conversion_id"), whole_text(pair, "rule"),
                                 whole_text(pair, "keys"),           whole_text(event, "source"),
                                 whole_text(event, "external_id"),   whole_text(event, "occurred_at"),
                                 whole_text(partner, "source"),      whole_text(partner, "external_id"),
                                 whole_text(partner, "occurred_at"), whole_text(pair, "delta_seconds")};
    return add(merges_view, [&](std::size_t column) { return std::string_view(texts[column]); });
  });
}

result<void> view_rows::take_quarantine() {
  return each_listed(hub_, "/v1/quarantine", {}, [this](const json::object& item) {
    json::object first;
    if (const auto* errors = item.if_contains("errors");
        errors != nullptr && errors->is_array() && !errors->get_array().empty() && errors->get_array()[0].is_object())
      first = errors->get_array()[0].get_object();
    std::vector<std::string> texts;
    for (const auto& column : quarantine_columns) {
      const std::string_view name = column.name;
      const bool of_error = name == "code" || name == "pointer" || name == "detail";
      texts.push_back(whole_text(of_error ? first : item, name));
    }
    return add(quarantine_view, [&](std::size_t column) { return std::string_view(texts[column]); });
  });
}

}  // namespace hub::app
