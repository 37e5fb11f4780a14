#include "sources/ecb/ecb.hpp"

#include <algorithm>

#include "domain/rates.hpp"
#include "domain/text.hpp"
#include "sources/csv/csv.hpp"
#include "sources/ecb/ecb_words.hpp"

namespace hub::sources {
namespace {

result<std::vector<ecb_rate>> parse_xml(std::string_view file) {
  ecb_xml_reader reader;
  if (const auto read = reader.feed(file, true); !read) return read.error();
  return reader.take();
}

error unknown() {
  return fail("ecb-unknown",
              "this is no file of the European Central Bank's reference rates; it begins with <?xml or with a header "
              "Date,USD,JPY,…");
}

result<std::vector<ecb_rate>> parse_csv(std::string_view file) {
  csv_reader reader(',');
  reader.feed(file);
  reader.finish();
  std::vector<ecb_rate> out;
  std::optional<ecb_csv_columns> columns;
  for (;;) {
    const auto row = reader.next();
    if (!row) return row.error();
    if (!*row) break;
    if (!columns) {
      columns = ecb_csv_columns::of((*row)->cells);
      if (!columns) return unknown();
      continue;
    }
    for (auto& rate : columns->rates_of((*row)->cells, static_cast<std::int64_t>((*row)->line)))
      out.push_back(std::move(rate));
  }
  if (!columns) return unknown();
  return out;
}

}  // namespace

bool is_past_currency(std::string_view code) {
  static constexpr std::string_view past[] = {"CYP", "EEK", "LTL", "LVL", "MTL", "ROL", "SIT", "SKK", "TRL"};
  return std::find(std::begin(past), std::end(past), code) != std::end(past);
}

result<fx_rate_event> fact_of(const ecb_rate& told) {
  static const auto euro = parse_currency("EUR").value();
  const auto day = parse_day(told.date);
  if (!day) return fail(day.error().code, day.error().detail, "date");
  const auto quote = parse_currency(told.currency);
  if (!quote) return fail(quote.error().code, quote.error().detail, "quote");
  if (*quote == euro) return fail("currency-pair-same", "the euro's rate against itself is always 1", "quote");
  if (const auto sound = rate_table{}.set(*day, euro, *quote, told.rate); !sound) return sound.error();
  return fx_rate_event{*day, euro, *quote, told.rate};
}

result<std::vector<ecb_rate>> parse_ecb(std::string_view file) {
  if (file.starts_with("\xEF\xBB\xBF")) file.remove_prefix(3);
  const auto first = file.find_first_not_of(" \t\r\n");
  if (first == file.npos) return unknown();
  return file[first] == '<' ? parse_xml(file.substr(first)) : parse_csv(file);
}

}  // namespace hub::sources
