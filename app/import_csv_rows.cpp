// The cells of a row of CSV as the row that is sent, with what is doubtful in it.
#include <algorithm>

#include "app/import_advice.hpp"
#include "app/import_rows.hpp"
#include "app/import_states.hpp"
#include "domain/normalise.hpp"
#include "domain/text.hpp"
#include "sources/event_types.hpp"
#include "sources/folded_name.hpp"

namespace hub::app {
namespace {

const zone utc;

std::optional<instant> instant_in(std::string_view cell) {
  if (const auto day = parse_day(cell)) return *day * day_us;
  const auto at = parse_instant(cell);
  return at ? std::optional(*at) : std::nullopt;
}

/// `1.299`: one to three digits, the first no zero, a point and three digits.
bool looks_grouped(std::string_view cell) {
  const auto point = cell.find('.');
  return point >= 1 && point <= 3 && cell.size() == point + 4 && cell[0] != '0' &&
         cell.find_first_not_of("0123456789.") == cell.npos && cell.find('.', point + 1) == cell.npos;
}

}  // namespace

/// Gives the row the constants of which it has nothing of its own. A row with too many cells stays as it is, to be refused.
void import_rows::fill_gaps(std::vector<std::string>& cells) const {
  if (how_.constants.empty() || cells.size() > fields_.size()) return;
  cells.resize(all_fields_.size());
  for (const auto& [field, value] : how_.constants) {
    const auto at = std::find(all_fields_.begin(), all_fields_.end(), field) - all_fields_.begin();
    auto& cell = cells[static_cast<std::size_t>(at)];
    if (trim(cell).empty()) cell = value;
  }
}

/// Reads a time or a day as the file writes it, else as the hub does; one without a zone is *local*. What it cannot read it leaves for the hub to refuse.
void import_rows::read_time(std::string& cell, bool is_day, const zone& local, import_row& row) const {
  const std::string text(trim(cell));
  if (text.empty()) return;
  const auto own = how_.dates ? how_.dates->iso_of(text) : std::nullopt;
  const auto at = own ? parse_instant(*own, &local) : result<instant>(fail("", ""));
  if (at)
    cell = is_day ? own->substr(0, 10) : format_instant(*at);
  else if (!is_day)
    cell = utc_text(text, local);
  if (at || !row.advice.empty() || (is_day ? parse_day(text).has_value() : is_plain_time(text))) return;
  row.advice = date_advice(text, how_.dates);
}

/// Takes off *cells* what a list of rejected rows has behind the file's columns, of which it has no fewer and no more.
import_row::origin import_rows::take_origin(std::vector<std::string>& cells) const {
  import_row::origin was;
  const std::size_t own = why_listed_ + ids_listed_;
  if (own == 0 || cells.size() != fields_.size() + own) return was;
  was.reason = std::move(cells.back());
  cells.pop_back();
  if (!ids_listed_) return was;
  was.reject_id = std::move(cells.back());
  cells.pop_back();
  return was;
}

/// The row of a list of lines as the line it lists.
import_row import_rows::line_of(const std::vector<std::string>& cells, import_row row) const {
  if (cells.size() != fields_.size())
    row.trouble = "the row has " + std::to_string(cells.size()) + " cells; expected are the line and its text";
  else if (cells.back().find('\n') != std::string::npos)
    row.trouble = "text: an object of NDJSON stands on one line";
  else
    row.json = cells.back();
  return row;
}

/// What the row says of *field*; empty for nothing.
std::string_view import_rows::cell_of(std::string_view field, const std::vector<std::string>& cells) const {
  const auto place = std::find(all_fields_.begin(), all_fields_.end(), field) - all_fields_.begin();
  return place < std::ssize(cells) ? trim(cells[static_cast<std::size_t>(place)]) : std::string_view();
}

/// Why a row of costs is of no day, where it sums up several; else empty.
std::string import_rows::several_days(const std::vector<std::string>& cells) const {
  std::string_view first, last;
  for (std::size_t i = 0; i < std::min(names_.size(), cells.size()); ++i) {
    const auto name = sources::folded_name(names_[i]);
    if (fields_[i] == "date" && (name == "reportingstarts" || name == "berichtsstart")) first = trim(cells[i]);
    if (name == "reportingends" || name == "berichtsende") last = trim(cells[i]);
  }
  if (first.empty() || last.empty() || first == last) return {};
  return "date: the row is of " + std::string(first) + " to " + std::string(last) +
         ", and costs are told by the day; export the report with a breakdown by day";
}

/// Notes what is doubtful in a sale.
void import_rows::look_at_sale(const std::vector<std::string>& cells, import_row& row) const {
  const auto type = cell_of("type", cells);
  row.trouble = refund_trouble(type);
  if (!row.trouble.empty()) return;
  const auto known = sources::classify_event(type);
  if (!known.outcome) row.step_type = type;
  if (!type.empty() && !known.known) row.strange_type = type;
  if (known.name != "purchase") return;
  row.is_worthless = cell_of("value", cells).empty();
  for (const auto i : of_payment_) {
    if (i >= cells.size()) continue;
    row.unpaid_state = unpaid_state(names_[i], cells[i]);
    if (row.unpaid_state.empty()) continue;
    row.unpaid_column = names_[i];
    return;
  }
}

/// Notes what is doubtful in what is given back.
void import_rows::look_at_refund(const std::vector<std::string>& cells, import_row& row) const {
  const auto kind = lower_ascii(cell_of("kind", cells));
  if (kind != "refund" && kind != "chargeback") return;
  const auto amount = cell_of("amount", cells);
  row.takes_all_back = amount.empty();
  row.gives_nothing_back = amount.find('0') != amount.npos && amount.find_first_not_of("0.") == amount.npos;
}

import_row import_rows::row_of(std::vector<std::string> cells, std::int64_t line) const {
  auto was = take_origin(cells);
  auto listed = cells;
  listed.resize(fields_.size());
  import_row row{"", csv_record(listed, separator_), "", line};
  row.was = std::move(was);
  if (lines_listed_) return line_of(cells, std::move(row));
  if (rates_listed_ && !cells.empty()) cells.front().clear();  // the line of the bank's file is no data
  row.is_short = cells.size() < fields_.size();
  const auto of_days = how_.kind->name == "spend" ? several_days(cells) : std::string();
  for (std::size_t i = 0; i < std::min(cells.size(), is_time_.size()); ++i) {
    if (is_time_[i] || is_day_[i]) {
      read_time(cells[i], is_day_[i], is_utc_[i] ? utc : how_.local, row);
      if (fields_[i] == dated_by_) row.at = instant_in(cells[i]);
    }
    if (!is_amount_[i]) continue;
    if (how_.decimal_comma) {
      cells[i] = with_decimal_point(cells[i]);
      continue;
    }
    cells[i] = without_thousands(cells[i], fields_[i] == "impressions" || fields_[i] == "clicks");
    row.has_grouped_amount = row.has_grouped_amount || looks_grouped(trim(cells[i]));
  }
  while (cells.size() > fields_.size() && trim(cells.back()).empty()) cells.pop_back();
  const bool too_many = cells.size() > fields_.size();
  fill_gaps(cells);
  auto json = sources::row_json(too_many ? fields_ : all_fields_, cells);
  if (json)
    row.json = std::move(*json);
  else
    row.trouble = (json.error().pointer.empty() ? "" : json.error().pointer + ": ") + json.error().detail;
  if (too_many && fields_.size() == 1) row.trouble += ", or pass over it with --skip-lines";
  for (std::size_t i = fields_.size(); too_many && i < cells.size(); ++i)
    row.trouble += (i == fields_.size() ? "; left over: " : ", ") + cells[i];
  if (row.trouble.empty()) row.trouble = of_days;
  const auto email = cell_of("email", cells);
  row.has_no_address = !email.empty() && normalise_email(email).empty();
  if (how_.kind->name == "adjustments") look_at_refund(cells, row);
  if (how_.kind->name == "conversions" && row.trouble.empty()) look_at_sale(cells, row);
  return row;
}

}  // namespace hub::app
