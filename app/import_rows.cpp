#include "app/import_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "domain/nearest.hpp"
#include "sources/csv/csv_vocabulary.hpp"

namespace hub::app {
namespace {

constexpr std::size_t longest_line = 1 << 20;

/// Unix seconds, or milliseconds from 10^11 on.
std::optional<instant> unix_time(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = failure == std::errc() && end == text.data() + text.size();
  if (!whole || number < 100'000'000 || number > 10'000'000'000'000) return std::nullopt;
  return number >= 100'000'000'000 ? number * 1000 : number * second_us;
}

std::string csv_record(const std::vector<std::string>& cells) {
  std::string record;
  for (std::size_t i = 0; i < cells.size(); ++i) record += (i == 0 ? "" : ",") + csv_cell(cells[i]);
  return record;
}

}  // namespace

std::string csv_cell(std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == cell.npos) return std::string(cell);
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string utc_text(std::string_view cell, const zone& local) {
  if (const auto at = unix_time(cell)) return format_instant(*at);
  if (const auto day = parse_day(cell)) return format_instant(day_start(*day, local));
  std::string text(cell);
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  if (text.size() == 16) text += ":00";
  const auto parsed = parse_instant(text, &local);
  return parsed ? format_instant(*parsed) : std::string(cell);
}

std::string with_decimal_point(std::string_view cell) {
  std::string out;
  std::size_t digits = 0;  // in the current group
  bool grouped = false;    // a separator of thousands was seen
  bool fraction = false;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const bool wide = cell.substr(i).starts_with("\xc2\xa0");  // a no-break space groups thousands too
    if (cell[i] >= '0' && cell[i] <= '9') {
      ++digits;
      out.push_back(cell[i]);
    } else if (cell[i] == ',' && !fraction && (!grouped || digits == 3)) {
      fraction = true;
      out.push_back('.');
    } else if ((cell[i] == '.' || cell[i] == ' ' || cell[i] == '\'' || wide) && !fraction && digits > 0 &&
               digits <= 3 && (!grouped || digits == 3) && i + 1 < cell.size() &&
               !(digits == 1 && out.ends_with('0') && !grouped)) {
      grouped = true;
      digits = 0;
      i += wide ? 1 : 0;
    } else if ((cell[i] == '-' || cell[i] == '+') && out.empty()) {
      out.push_back(cell[i]);
    } else {
      return std::string(cell);
    }
  }
  return grouped && !fraction && digits != 3 ? std::string(cell) : out;
}

std::vector<std::string> import_rows::other_columns() const {
  const auto known = sources::known_fields(how_.kind->name);
  std::vector<std::string> others;
  for (std::size_t i = 0; i < names_.size(); ++i)
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
  if (csv_) return read_header();
  begin_ = first;
  original_header_ = "line,text";
  if (!how_.constants.empty())
    return fail("usage", "only rows of CSV can be filled up; the objects of NDJSON bear their own fields", "--set");
  if (how_.mappings.empty()) return {};
  return fail("usage", "only the columns of CSV can be mapped; the fields of NDJSON bear their own names", "--map");
}

result<void> import_rows::read_header() {
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
  // A list of rejected rows is imported again without why they were.
  why_listed_ = why_listed_ && !names.empty() && names.back() == reason_column;
  if (why_listed_) names.pop_back();
  auto fields = sources::column_fields(names, how_.kind->name, how_.mappings);
  if (!fields) return fields.error();
  fields_ = std::move(*fields);
  const auto holds = [](const std::vector<std::string_view>& list, const std::string& field) {
    return std::find(list.begin(), list.end(), field) != list.end();
  };
  for (const auto& field : fields_) {
    is_time_.push_back(holds(how_.kind->time_fields, field));
    is_amount_.push_back(how_.decimal_comma && holds(how_.kind->amount_fields, field));
  }
  original_header_ = csv_record(names);
  names_ = std::move(names);
  return add_constants();
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

/// Gives the row the constants of which it has nothing of its own. A row with too many cells stays as it is, to be refused.
void import_rows::fill_gaps(std::vector<std::string>& cells) const {
  if (how_.constants.empty() || cells.size() > fields_.size()) return;
  cells.resize(all_fields_.size());
  for (const auto& [field, value] : how_.constants) {
    const auto at = std::find(all_fields_.begin(), all_fields_.end(), field) - all_fields_.begin();
    auto& cell = cells[static_cast<std::size_t>(at)];
    if (cell.empty()) cell = value;
  }
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
  if (how_.mappings.empty() && how_.constants.empty()) return {};
  return fail("usage", "the European Central Bank's files are read as they are, without --map and --set",
              how_.mappings.empty() ? "--set" : "--map");
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
      return {
          import_row{"", std::string(fields_.size() - 1, ','), row.error().pointer + ": " + row.error().detail, line}};
    }
    if (*row) return {row_of((*row)->cells, static_cast<std::int64_t>((*row)->line))};
    if (ended_) return std::optional<import_row>();
    if (const auto fed = feed_reader(); !fed) return fed.error();
  }
}

import_row import_rows::row_of(std::vector<std::string> cells, std::int64_t line) const {
  // The list of rejected rows has the file's columns, no fewer and no more, before the reason.
  if (why_listed_ && cells.size() == fields_.size() + 1) cells.pop_back();
  auto listed = cells;
  listed.resize(fields_.size());
  import_row row{"", csv_record(listed), "", line};
  for (std::size_t i = 0; i < std::min(cells.size(), is_time_.size()); ++i) {
    if (is_time_[i] && !cells[i].empty()) cells[i] = utc_text(cells[i], how_.local);
    if (is_amount_[i]) cells[i] = with_decimal_point(cells[i]);
  }
  const bool too_many = cells.size() > fields_.size();
  fill_gaps(cells);
  auto json = sources::row_json(too_many ? fields_ : all_fields_, cells);
  if (json)
    row.json = std::move(*json);
  else
    row.trouble = (json.error().pointer.empty() ? "" : json.error().pointer + ": ") + json.error().detail;
  for (std::size_t i = fields_.size(); !row.trouble.empty() && i < cells.size(); ++i)
    row.trouble += (i == fields_.size() ? "; left over: " : ", ") + cells[i];
  return row;
}

}  // namespace hub::app
