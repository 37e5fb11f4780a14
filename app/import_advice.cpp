#include "app/import_advice.hpp"

#include <algorithm>
#include <array>

#include "app/terminal.hpp"
#include "domain/text.hpp"
#include "sources/event_types.hpp"
#include "sources/folded_name.hpp"

namespace hub::app {

std::string date_advice(std::string_view cell, const std::optional<sources::date_format>& said) {
  std::string formats;
  const auto found = sources::date_formats_of(cell);
  for (const auto format : found) formats.append(formats.empty() ? "" : " or ").append(format);
  if (formats.find_first_of(" ,") != formats.npos && found.size() == 1) formats = "'" + formats + "'";
  const auto otherwise = said ? "it is no day in " + said->text() + ", as --date-format says" : std::string();
  if (found.size() == 1)
    return otherwise + (said ? "; " : "") + "--date-format " + formats + " reads dates like this one";
  if (found.size() > 1)
    return otherwise + (said ? "; " : "") + "--date-format " + formats + " reads it, whichever the file means";
  if (said) return otherwise;
  if (cell.size() >= 10 && cell[4] == '-' && cell[7] == '-')
    return "the calendar has no such day, or the clock no such time";
  if (cell.size() == 5 && cell.find_first_not_of("0123456789") == cell.npos)
    return "that is how Excel counts days; give the column a date format such as yyyy-mm-dd there before the export";
  return "expected is a time like 2026-02-09 10:01, 2026-02-09T10:01:07Z or Unix seconds; --date-format says how else "
         "the file writes dates, such as dd.mm.yyyy";
}

std::string refund_trouble(std::string_view word) {
  const auto type = sources::classify_event(trim(word)).name;
  if (type != "refund" && type != "chargeback") return {};
  return "type: '" + printable(std::string(trim(word))) +
         "' is money given back, which is no conversion; import such rows with --kind adjustments, the kind "
         "being refund or chargeback";
}

namespace {

/// Whether the cell that *detail* quotes names a currency beside the number.
bool has_currency_sign(std::string_view detail) {
  static constexpr std::array<std::string_view, 8> signs = {"€", "$", "£", "¥", "EUR'", "USD'", "GBP'", "CHF'"};
  return std::any_of(signs.begin(), signs.end(), [&](auto sign) { return detail.find(sign) != detail.npos; });
}

}  // namespace

std::string in_form_of(const import_rows& file, std::string reason) {
  static constexpr std::string_view with_point = "write it like 1234.50, without grouping";
  if (!file.is_csv() || !file.reads_decimal_comma()) return reason;
  for (auto at = reason.find(with_point); at != reason.npos; at = reason.find(with_point))
    reason.replace(at, with_point.size(), "write it like 1234,50 or 1.234,50, as --decimal-comma reads it");
  return reason;
}

std::string advice_for(const rejected_row& row, std::string_view kind, const import_rows& file) {
  if (!file.is_csv()) return {};
  std::string advice;
  const auto add = [&](const std::string& text) { advice += (advice.empty() ? "" : "; ") + text; };
  const auto has = [&](std::string_view code, std::string_view field) {
    return std::any_of(row.errors.begin(), row.errors.end(),
                       [&](const error& e) { return e.code == code && (field.empty() || e.pointer == field); });
  };
  if (!row.row.advice.empty()) add(row.row.advice);
  if (has("amount-negative", "") && kind == "conversions")
    add("refunds are rows of --kind adjustments, with kind=refund (a column, or --set kind=refund) and amounts without "
        "the minus sign");
  if (const auto wrong = std::find_if(row.errors.begin(), row.errors.end(),
                                      [](const error& e) { return e.code == "amount-malformed"; });
      wrong != row.errors.end()) {
    if (has_currency_sign(wrong->detail))
      add("write amounts without a currency; a column of its own, or --set currency=EUR, says it");
    if (!file.reads_decimal_comma()) add("--decimal-comma reads amounts like 1.234,56");
  }
  if (has("currency-missing", "")) add("--set currency=EUR says it for all rows that do not");
  if (has("field-missing", "type"))
    add(file.looks_like_refunds() ? "the columns are those of refunds, which --kind adjustments brings in"
                                  : "--set type=purchase says it for all rows that do not");
  if (has("field-missing", "kind")) add("--set kind=refund says it for all rows that do not");
  for (const auto& e : row.errors)
    if (e.code == "field-missing" && e.pointer != "type" && file.column_of(e.pointer).empty())
      add("--map COLUMN=" + e.pointer + " says which column has it");
  return advice;
}

std::string metadata_note(const import_rows& file) {
  constexpr std::size_t most_named = 12;
  const auto others = file.other_columns();
  if (others.empty()) return {};
  std::string names;
  for (std::size_t i = 0; i < std::min(others.size(), most_named); ++i)
    names += (names.empty() ? "" : ", ") + printable(others[i]);
  if (others.size() > most_named) names += " and " + std::to_string(others.size() - most_named) + " more columns";
  return "convhub: kept as metadata, as the hub knows no such field: " + names +
         ". If one means something, say so with --map COLUMN=FIELD\n";
}

}  // namespace hub::app
