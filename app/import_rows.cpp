#include "app/import_rows.hpp"

#include <algorithm>
#include <cstdlib>

#include "app/import_states.hpp"
#include "domain/nearest.hpp"
#include "domain/text.hpp"
#include "sources/csv/csv_vocabulary.hpp"
#include "sources/folded_name.hpp"

namespace hub::app {
namespace {

constexpr std::size_t longest_line = 1 << 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view lines_header = "line,text";  // of the list of rejected lines of NDJSON

/// What a file that begins with *bytes* is, and what to do with it, where it is no text as the hub reads it; else empty.
std::string no_text(std::string_view bytes) {
  const auto zero = bytes.substr(0, 2).find('\0') != bytes.npos;  // the half of a letter
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || zero)
    return "UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)";
  if (bytes.starts_with("PK\x03\x04")) return "an Excel workbook or a ZIP archive; save the sheet as CSV";
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return "an Excel workbook; save the sheet as CSV";
  if (bytes.find('\0') != bytes.npos) return "no text; import reads CSV and NDJSON";
  return {};
}

/// Rows of separators alone, as spreadsheets leave them behind the last one.
bool is_blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return trim(cell).empty(); });
}

}  // namespace

std::string import_rows::missing_ids() const {
  if (!is_csv() || why_listed_) return {};
  const auto gives = [&](std::string_view field) {
    return std::find(all_fields_.begin(), all_fields_.end(), field) != all_fields_.end();
  };
  if (how_.kind->name == "conversions" && !gives("external_id") && !gives("order_id") && !gives("event_id"))
    return "an order_id or external_id";
  if (how_.kind->name == "adjustments" && !gives("adjustment_id")) return "an adjustment_id";
  return {};
}

bool import_rows::looks_like_refunds() const {
  const auto at = std::find(fields_.begin(), fields_.end(), "value");
  const auto value =
      at == fields_.end() ? "" : sources::folded_name(names_[static_cast<std::size_t>(at - fields_.begin())]);
  // Files of orders say how much of one was refunded beside its total. An amount may be either.
  if (!value.empty() && value != "amount") return false;
  return std::any_of(names_.begin(), names_.end(), [&](const auto& name) {
    const auto folded = sources::folded_name(name);
    const bool given_back = folded.find("refund") != folded.npos || folded.find("adjustment") != folded.npos ||
                            folded.find("chargeback") != folded.npos;
    return folded == "kind" || (given_back && (value.empty() || folded.ends_with("id") || folded.ends_with("type")));
  });
}

/// Whether it is an export of Shopify's orders, by its columns.
bool import_rows::looks_like_shopify() const {
  const auto has = [&](std::string_view folded) {
    return std::any_of(names_.begin(), names_.end(), [&](const auto& n) { return sources::folded_name(n) == folded; });
  };
  return is_csv() && has("name") && has("financialstatus");
}

std::vector<std::string> import_rows::other_columns() const {
  const auto known = sources::known_fields(how_.kind->name);
  std::vector<std::string> others;
  if (lines_listed_) return others;
  for (std::size_t i = rates_listed_ ? 1 : 0; i < names_.size(); ++i)
    if (std::find(known.begin(), known.end(), fields_[i]) == known.end()) others.push_back(names_[i]);
  return others;
}

std::string import_rows::column_of(std::string_view field) const {
  const auto at = std::find(fields_.begin(), fields_.end(), field);
  if (at == fields_.end()) return {};
  const auto index = static_cast<std::size_t>(at - fields_.begin());
  return std::to_string(index + 1) + " \"" + names_[index] + "\"";
}

result<import_rows> import_rows::open(const std::string& path, options how) {
  auto file = text_file::open(path);
  if (!file) return file.error();
  import_rows rows(std::move(*file), std::move(how));
  if (const auto begun = rows.begin(path); !begun) return begun.error();
  return rows;
}

result<void> import_rows::begin(const std::string& path) {
  why_listed_ = path.ends_with(rejected_suffix);
  if (const auto filled = fill(); !filled) return filled;
  if (const auto other = no_text(piece_); !other.empty())
    return fail("usage", (path == "-" ? "standard input" : path) + " is " + other);
  const auto first = piece_.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos) return fail("file-empty", path + " is empty");
  if (piece_[first] == '[')
    return fail("file-json-array",
                path + " is a JSON array; import reads one object a line: jq -c '.[]' FILE > FILE.ndjson");
  if (piece_[first] == '<' && how_.kind->name == "fx-rates") {
    rates_ = import_rates::of_xml();
    begin_ = first;
    return read_rates();
  }
  csv_ = piece_[first] != '{';
  marked_ = piece_.starts_with(byte_order_mark);
  if (csv_) return read_header();
  begin_ = first;
  original_header_ = lines_header;
  return refuse_column_flags();
}

/// Passes over the lines above the header, of which the caller says how many there are.
result<void> import_rows::skip_title() {
  for (std::size_t skipped = 0; skipped < how_.skip_lines;) {
    const auto end = piece_.find('\n', begin_);
    if (end != std::string::npos) {
      begin_ = end + 1;
      ++skipped;
    } else if (ended_) {
      return fail("usage", "the file has no more than " + std::to_string(skipped + 1) + " lines", "--skip-lines");
    } else if (const auto filled = fill(); !filled) {
      return filled;
    }
  }
  piece_.erase(0, begin_);
  reader_ = sources::csv_reader(0, how_.skip_lines + 1);
  return {};
}

result<void> import_rows::read_header() {
  if (const auto skipped = skip_title(); !skipped) return skipped;
  reader_.feed(piece_);
  begin_ = piece_.size();
  for (;;) {
    const auto header = reader_.next();
    if (!header) return header.error();
    if (*header) return map_columns((*header)->cells);
    if (const auto fed = feed_reader(); !fed) return fed;
  }
}

result<void> import_rows::map_columns(std::vector<std::string> names) {
  if (how_.kind->name == "fx-rates" && (rates_ = import_rates::of_csv(names))) return read_rates();
  // A list of rejected rows, also one that was given another name, is imported again without why they were.
  const auto last = names.size();
  ids_listed_ = last > 2 && names[last - 1] == reason_column && names[last - 2] == reject_id_column;
  why_listed_ = ids_listed_ || (why_listed_ && last > 1 && names.back() == reason_column);
  names.resize(last - why_listed_ - ids_listed_);
  separator_ = reader_.separator();
  lines_listed_ = why_listed_ && csv_record(names, ',') == lines_header;
  rates_listed_ =
      why_listed_ && how_.kind->name == "fx-rates" && csv_record(names, ',') == import_rates::original_header;
  if (lines_listed_) return map_lines(std::move(names));
  if (rates_listed_) {
    how_.mappings.emplace_back("currency", "quote");
    how_.constants.emplace_back("base", "EUR");
  }
  auto fields = sources::column_fields(names, how_.kind->name, how_.mappings);
  if (!fields && fields.error().code == "csv-header-blank")
    return fail(fields.error().code, fields.error().detail + "; --skip-lines 1 passes over a title above it",
                fields.error().pointer);
  if (!fields) return fields.error();
  fields_ = std::move(*fields);
  const auto holds = [](const std::vector<std::string_view>& list, const std::string& field) {
    return std::find(list.begin(), list.end(), field) != list.end();
  };
  for (const auto& field : fields_) {
    is_time_.push_back(holds(how_.kind->time_fields, field));
    is_day_.push_back(holds(how_.kind->day_fields, field));
    is_amount_.push_back(holds(how_.kind->amount_fields, field));
  }
  original_header_ = (marked_ ? std::string(byte_order_mark) : std::string()) + csv_record(names, separator_);
  names_ = std::move(names);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (tells_payment(names_[i])) of_payment_.push_back(i);
    is_utc_.push_back(sources::folded_name(names_[i]).ends_with("(utc)"));
  }
  read_order_names();
  pass_over_tills();
  dated_by_ = how_.kind->name == "spend" ? "date" : how_.kind->name == "fx-rates" ? "" : "occurred_at";
  return add_constants();
}

/// Shopify's `Name` is the number of the order, where no column says it better.
void import_rows::read_order_names() {
  if (!looks_like_shopify() || std::find(fields_.begin(), fields_.end(), "order_id") != fields_.end()) return;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (sources::folded_name(names_[i]) != "name" || fields_[i] != trim(names_[i])) continue;
    fields_[i] = "order_id";
    order_names_ = true;
  }
}

/// Shopify's `Device ID` is the till that sold, not a device of the customer's.
void import_rows::pass_over_tills() {
  const auto is_till = [](std::string_view name) { return sources::folded_name(name) == "deviceid"; };
  if (!looks_like_shopify() || std::any_of(how_.mappings.begin(), how_.mappings.end(),
                                           [&](const auto& mapping) { return is_till(mapping.first); }))
    return;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (is_till(names_[i])) fields_[i] = names_[i];
}

/// Whether the row sums up those above it: it is of no day, and of no campaign or says that it is a total.
bool import_rows::is_totals(const std::vector<std::string>& cells) const {
  if (how_.kind->name != "spend" || cell_of("date", cells).find_first_of("0123456789") != std::string_view::npos)
    return false;
  if (cell_of("date", cells).empty() && cell_of("campaign_id", cells).empty() &&
      cell_of("campaign_name", cells).empty())
    return true;
  return std::any_of(cells.begin(), cells.end(), [](const auto& cell) {
    const auto word = sources::folded_name(cell);
    return word.starts_with("total") || word.starts_with("grandtotal") || word.starts_with("gesamt");
  });
}

/// Whether the row is an order of Shopify's of which nothing was given back.
bool import_rows::is_unrefunded(const std::vector<std::string>& cells) const {
  if (how_.kind->name != "adjustments" || !looks_like_shopify() || column_of("amount").empty()) return false;
  const auto amount = cell_of("amount", cells);
  return amount.find_first_of("123456789") == amount.npos;
}

/// The file lists rejected lines of NDJSON: each is an object of its own again.
result<void> import_rows::map_lines(std::vector<std::string> names) {
  fields_ = all_fields_ = names;
  names_ = std::move(names);
  original_header_ = lines_header;
  return refuse_column_flags();
}

/// What is no CSV with columns of its own takes none of the flags that are about columns.
result<void> import_rows::refuse_column_flags() const {
  if (!how_.constants.empty())
    return fail("usage", "only rows of CSV can be filled up; the objects of NDJSON bear their own fields", "--set");
  if (how_.dates)
    return fail("usage", "only cells of CSV can be written in a format of their own; NDJSON has RFC 3339 times",
                "--date-format");
  if (how_.skip_lines > 0) return fail("usage", "only CSV has a header, above which a title may stand", "--skip-lines");
  if (how_.mappings.empty()) return {};
  return fail("usage", "only the columns of CSV can be mapped; the fields of NDJSON bear their own names", "--map");
}

result<void> import_rows::add_constants() {
  all_fields_ = fields_;
  for (auto& [field, value] : how_.constants) {
    const auto known = sources::known_field(field, how_.kind->name);
    if (known.empty())
      return fail("usage",
                  std::string(how_.kind->name) + " have no field '" + field + "'." +
                      did_you_mean(field, sources::known_fields(how_.kind->name)),
                  "--set");
    field = known;
    if (std::find(fields_.begin(), fields_.end(), field) == fields_.end()) all_fields_.push_back(field);
  }
  return {};
}

/// Reads the next piece of the file behind what is not used yet; at the end it only notes that.
result<void> import_rows::fill() {
  piece_.erase(0, begin_);
  begin_ = 0;
  const auto read = file_.read(piece_);
  if (!read) return read.error();
  ended_ = !*read;
  return {};
}

/// Gives the CSV reader the next piece of the file.
result<void> import_rows::feed_reader() {
  if (const auto filled = fill(); !filled) return filled;
  reader_.feed(piece_);
  begin_ = piece_.size();
  if (ended_) reader_.finish();
  return {};
}

result<std::optional<import_row>> import_rows::next() { return rates_ ? next_rate() : csv_ ? next_csv() : next_line(); }

/// The file is the bank's: it has columns of its own.
result<void> import_rows::read_rates() {
  original_header_ = import_rates::original_header;
  if (how_.mappings.empty() && how_.constants.empty() && !how_.dates) return {};
  return fail("usage", "the European Central Bank's files are read as they are, without --map, --set and --date-format",
              !how_.mappings.empty()    ? "--map"
              : !how_.constants.empty() ? "--set"
                                        : "--date-format");
}

result<std::optional<import_row>> import_rows::next_rate() {
  for (;;) {
    if (auto row = rates_->next()) return row;
    if (rates_->is_xml()) {
      if (rates_->has_ended()) return std::optional<import_row>();
      if (const auto fed = rates_->feed(std::string_view(piece_).substr(begin_), ended_); !fed) return fed.error();
      begin_ = piece_.size();
      if (ended_) continue;
      if (const auto filled = fill(); !filled) return filled.error();
      continue;
    }
    const auto row = reader_.next();
    if (!row)
      return {import_row{"", ",,,", row.error().pointer + ": " + row.error().detail,
                         std::strtoll(row.error().pointer.c_str(), nullptr, 10)}};
    if (*row) {
      rates_->take((*row)->cells, static_cast<std::int64_t>((*row)->line));
      continue;
    }
    if (ended_) return std::optional<import_row>();
    if (const auto fed = feed_reader(); !fed) return fed.error();
  }
}

result<std::optional<import_row>> import_rows::next_line() {
  for (;;) {
    const auto end = piece_.find('\n', begin_);
    const bool too_long = std::min(end, piece_.size()) - begin_ > longest_line;
    if (end == std::string::npos && !ended_ && !too_long) {
      if (const auto filled = fill(); !filled) return filled.error();
      continue;
    }
    if (begin_ == piece_.size()) return std::optional<import_row>();
    auto text = piece_.substr(begin_, std::min(end, piece_.size()) - begin_);
    begin_ = std::min(end, piece_.size() - 1) + 1;
    ++line_;
    if (text.ends_with('\r')) text.pop_back();
    if (text.find_first_not_of(" \t") == std::string::npos) continue;
    if (too_long) return {import_row{"", std::to_string(line_) + ",", "the line is longer than a megabyte", line_}};
    auto original = std::to_string(line_) + "," + csv_cell(text);
    return {import_row{std::move(text), std::move(original), "", line_}};
  }
}

result<std::optional<import_row>> import_rows::next_csv() {
  for (;;) {
    const auto row = reader_.next();
    if (!row) {
      const auto line = std::strtoll(row.error().pointer.c_str(), nullptr, 10);  // its place is LINE:COLUMN
      return {import_row{"", std::string(fields_.size() - 1, separator_),
                         row.error().pointer + ": " + row.error().detail, line}};
    }
    if (*row && is_blank((*row)->cells)) continue;
    if (*row && is_totals((*row)->cells)) {
      if (totals_++ == 0) first_total_ = static_cast<std::int64_t>((*row)->line);
      continue;
    }
    if (*row && is_unrefunded((*row)->cells)) {
      ++unrefunded_;
      continue;
    }
    if (*row) return {row_of((*row)->cells, static_cast<std::int64_t>((*row)->line))};
    if (ended_) return std::optional<import_row>();
    if (const auto fed = feed_reader(); !fed) return fed.error();
  }
}

}  // namespace hub::app
