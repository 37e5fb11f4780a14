#include "app/import_rates.hpp"

#include "app/import_cells.hpp"
#include "sources/csv/csv_columns.hpp"

namespace hub::app {
namespace {

import_row row_of(const sources::ecb_rate& rate) {
  static const std::vector<std::string> fields = {"date", "base", "quote", "rate"};
  import_row row;
  row.line = rate.line;
  row.original = std::to_string(rate.line);
  for (const auto* cell : {&rate.date, &rate.currency, &rate.rate}) row.original += "," + csv_cell(*cell);
  const std::vector<std::string> cells = {rate.date, "EUR", rate.currency, rate.rate};
  auto json = sources::row_json(fields, cells);
  if (json)
    row.json = std::move(*json);
  else
    row.trouble = json.error().detail;
  return row;
}

}  // namespace

import_rates import_rates::of_xml() {
  import_rates rates;
  rates.xml_.emplace();
  return rates;
}

std::optional<import_rates> import_rates::of_csv(const std::vector<std::string>& header) {
  import_rates rates;
  rates.csv_ = sources::ecb_csv_columns::of(header);
  if (!rates.csv_) return std::nullopt;
  return rates;
}

result<void> import_rates::feed(std::string_view bytes, bool last) {
  ended_ = last;
  auto read = xml_->feed(bytes, last);
  keep(xml_->take());
  return read;
}

void import_rates::take(const std::vector<std::string>& cells, std::int64_t line) { keep(csv_->rates_of(cells, line)); }

void import_rates::keep(std::vector<sources::ecb_rate> rates) {
  for (const auto& rate : rates) ready_.push_back(row_of(rate));
}

std::optional<import_row> import_rates::next() {
  if (ready_.empty()) return std::nullopt;
  auto row = std::move(ready_.front());
  ready_.pop_front();
  return row;
}

}  // namespace hub::app
