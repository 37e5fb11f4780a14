#include "app/import_rows.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "config/zones.hpp"
#include "scratch_file.hpp"

using namespace hub;
using namespace hub::app;

namespace {

import_rows::options conversions_in(const char* zone_name = "UTC") {
  return {&import_kinds().front(), {}, {}, config::load_zone(zone_name).value()};
}

std::vector<import_row> rows_of(const scratch_file& file, import_rows::options how = conversions_in()) {
  auto rows = import_rows::open(file.path, std::move(how));
  REQUIRE(rows.has_value());
  std::vector<import_row> all;
  for (;;) {
    auto row = rows->next();
    REQUIRE(row.has_value());
    if (!row->has_value()) return all;
    all.push_back(std::move(**row));
  }
}

std::string code_of(const scratch_file& file) {
  const auto rows = import_rows::open(file.path, conversions_in());
  return rows ? "" : rows.error().code;
}

}  // namespace

TEST_CASE("a CSV row becomes the hub's JSON, its times in UTC", "[app][import]") {
  const scratch_file file(
      "orders.csv", "Order Number,Email,Total,Currency,Occurred At\nA-1,a@example.com,9.90,EUR,2026-07-01 12:00:00\n");
  const auto rows = rows_of(file, conversions_in("Europe/Berlin"));
  REQUIRE(rows.size() == 1);
  CHECK(
      rows[0].json ==
      R"({"order_id":"A-1","email":"a@example.com","value":"9.90","currency":"EUR","occurred_at":"2026-07-01T10:00:00Z"})");
  CHECK(rows[0].original == "A-1,a@example.com,9.90,EUR,2026-07-01 12:00:00");
}

TEST_CASE("times of files are read in many spellings, and what is no time stays for the hub to refuse",
          "[app][import]") {
  const auto berlin = config::load_zone("Europe/Berlin").value();
  CHECK(utc_text("2026-01-01", berlin) == "2025-12-31T23:00:00Z");
  CHECK(utc_text("2026-01-01 08:30", berlin) == "2026-01-01T07:30:00Z");
  CHECK(utc_text("2026-01-01T08:30:00-05:00", berlin) == "2026-01-01T13:30:00Z");
  CHECK(utc_text("1767225600", berlin) == "2026-01-01T00:00:00Z");
  CHECK(utc_text("1767225600250", berlin) == "2026-01-01T00:00:00.250Z");
  CHECK(utc_text("2026-01-01 08:30:00 -0500", berlin) == "2026-01-01T13:30:00Z");
  CHECK(utc_text("2026-01-01 08:30:00 UTC", berlin) == "2026-01-01T08:30:00Z");
  CHECK(utc_text("yesterday", berlin) == "yesterday");
}

TEST_CASE("days are read in the format that is said, local where they name no zone, and ISO 8601 still is",
          "[app][import]") {
  const scratch_file file(
      "orders.csv", "id,date\n1,31.12.2026 14:05\n2,1.7.2026\n3,2026-07-01T10:00:00Z\n4,1767225600\n5,12/31/2026\n");
  auto how = conversions_in("Europe/Berlin");
  how.dates = sources::date_format::read("dd.mm.yyyy").value();
  const auto rows = rows_of(file, how);
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].json == R"({"external_id":"1","occurred_at":"2026-12-31T13:05:00Z"})");
  CHECK(rows[1].json == R"({"external_id":"2","occurred_at":"2026-06-30T22:00:00Z"})");
  CHECK(rows[2].json == R"({"external_id":"3","occurred_at":"2026-07-01T10:00:00Z"})");
  CHECK(rows[3].json == R"({"external_id":"4","occurred_at":"2026-01-01T00:00:00Z"})");
  CHECK(rows[4].json == R"({"external_id":"5","occurred_at":"12/31/2026"})");
  for (std::size_t i = 0; i < 4; ++i) CHECK(rows[i].advice.empty());
  CHECK(rows[4].advice ==
        "it is no day in dd.mm.yyyy, as --date-format says; --date-format mm/dd/yyyy reads dates like this one");
}

TEST_CASE("days of spend are read in the format that is said, without their time of day", "[app][import]") {
  const scratch_file file("spend.csv", "date;cost\n31.12.2026;1\n31.12.2026 00:00;1\n");
  auto how = conversions_in();
  how.kind = &import_kinds()[3];
  CHECK(rows_of(file, how)[0].advice == "--date-format dd.mm.yyyy reads dates like this one");
  how.dates = sources::date_format::read("dd.mm.yyyy").value();
  for (const auto& row : rows_of(file, how)) CHECK(row.json == R"({"date":"2026-12-31","cost":"1"})");
}

TEST_CASE("a date that is not understood comes with the flag that reads it, and with both where it is ambiguous",
          "[app][import]") {
  const scratch_file file("orders.csv",
                          "date\n31.12.2026 14:05\n12/31/2026\n03/04/2026\nsoon\n2026-01-01\n1770631267.5\n");
  const auto rows = rows_of(file);
  REQUIRE(rows.size() == 6);
  CHECK(rows[0].json == R"({"occurred_at":"31.12.2026 14:05"})");
  CHECK(rows[0].advice == "--date-format dd.mm.yyyy reads dates like this one");
  CHECK(rows[1].advice == "--date-format mm/dd/yyyy reads dates like this one");
  CHECK(rows[2].json == R"({"occurred_at":"03/04/2026"})");
  CHECK(rows[2].advice == "--date-format dd/mm/yyyy or mm/dd/yyyy reads it, whichever the file means");
  CHECK(rows[3].advice.starts_with("expected is a time like 2026-02-09 10:01, "));
  CHECK(rows[4].advice.empty());
  CHECK(rows[5].advice.empty());
}

TEST_CASE("a row of a refund is no conversion of a file of conversions", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,type,value\nA-1,Refund,5\nA-2,purchase,5\nA-3,chargeback,5\n");
  const auto rows = rows_of(file);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].trouble.find("--kind adjustments") != std::string::npos);
  CHECK(rows[1].trouble.empty());
  CHECK(rows[2].trouble.find("'chargeback' is money given back") != std::string::npos);
  auto how = conversions_in();
  how.kind = &import_kinds()[2];
  for (const auto& row : rows_of(file, how)) CHECK(row.trouble.empty());
  // The column that says what a sale was worth says of a refund how much was given back, not nothing.
  const scratch_file given_back("refunds.csv", "order_id,type,total\nA-1,refund,5\n");
  CHECK(rows_of(given_back, how)[0].json == R"({"order_id":"A-1","kind":"refund","amount":"5"})");
}

TEST_CASE("thousands between commas are read where nothing else can be meant", "[app][import]") {
  CHECK(without_thousands("1,119.00", false) == "1119.00");
  CHECK(without_thousands(" -1,234,567 ", false) == "-1234567");
  CHECK(without_thousands("12,345", true) == "12345");
  for (const auto* odd : {"12,345", "1,2.00", "1234,567.00", ",123.00", "1.5,000", "12.50", "x", ""})
    CHECK(without_thousands(odd, false) == odd);
  auto how = conversions_in();
  how.kind = &import_kinds()[3];
  const std::string head = "date,platform,campaign_id,cost,currency,impressions,clicks\n";
  const scratch_file english("spend.csv", head + "2026-03-01,meta,c1,\"1,119.00\",EUR,\"12,345\",7\n");
  CHECK(rows_of(english, how)[0].json.find(R"("cost":"1119.00","currency":"EUR","impressions":"12345","clicks":"7")") !=
        std::string::npos);
  how.decimal_comma = true;
  const scratch_file german("spend.csv", head + "2026-03-01,meta,c1,\"500,00\",EUR,100.000,1.000\n");
  CHECK(rows_of(german, how)[0].json.find(R"("impressions":"100000","clicks":"1000")") != std::string::npos);
}

TEST_CASE("amounts with a decimal comma lose their grouping, what is grouped otherwise stays to be refused",
          "[app][import]") {
  CHECK(with_decimal_point("1.234,56") == "1234.56");
  CHECK(with_decimal_point("1 234,56") == "1234.56");
  CHECK(with_decimal_point("12,5") == "12.5");
  CHECK(with_decimal_point(" 12,5\t") == "12.5");
  CHECK(with_decimal_point("\xc2\xa0 1 234,50 ") == "1234.50");
  CHECK(with_decimal_point("7") == "7");
  CHECK(with_decimal_point("-3,10") == "-3.10");
  CHECK(with_decimal_point("1.234") == "1234");
  for (const auto* odd : {"1,234.56", "12.34,5", "1,2,3", "one", "", "0.005"}) CHECK(with_decimal_point(odd) == odd);
}

TEST_CASE("a row knows the line it begins on and a field its column", "[app][import]") {
  const scratch_file file("orders.csv", "Order ID,Note,Total\nA-1,\"two\nlines\",1\nA-2,x,2\n");
  auto rows = import_rows::open(file.path, conversions_in());
  REQUIRE(rows.has_value());
  CHECK((*rows->next())->line == 2);
  CHECK((*rows->next())->line == 4);
  CHECK(rows->column_of("value") == "3 \"Total\"");
  CHECK(rows->column_of("currency").empty());
}

TEST_CASE("a CSV row with too many cells or a broken quote is trouble of that row only", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value\nA-1,1,2\nA-2,\"x\"y\nA-3,3\n");
  const auto rows = rows_of(file);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].json.empty());
  CHECK(rows[0].trouble.find("3 cells for 2 columns") != std::string::npos);
  CHECK(rows[1].trouble.find("closing quote") != std::string::npos);
  CHECK(rows[2].trouble.empty());
  CHECK(rows[2].json == R"({"order_id":"A-3","value":"3"})");
}

TEST_CASE("NDJSON lines go out as they are, blank ones not at all", "[app][import]") {
  const scratch_file file("orders.ndjson", "{\"a\":1}\r\n\n  \n{\"b\":\"x,\\\"y\"}");
  const auto rows = rows_of(file);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].json == "{\"a\":1}");
  CHECK(rows[1].json == "{\"b\":\"x,\\\"y\"}");
  CHECK(rows[1].original == "4,\"{\"\"b\"\":\"\"x,\\\"\"y\"\"}\"");
}

TEST_CASE("files larger than one piece lose no row and split none", "[app][import]") {
  std::string csv = "order_id,note\n";
  std::string lines;
  for (int i = 0; i < 30'000; ++i) {
    csv += "A-" + std::to_string(i) + ",\"two\nlines\"\n";
    lines += "{\"order_id\":\"A-" + std::to_string(i) + "\",\"note\":\"something\"}\n";
  }
  REQUIRE(csv.size() > 512 * 1024);
  for (const auto& [name, content] : {std::pair{"a.csv", &csv}, std::pair{"a.ndjson", &lines}}) {
    const auto rows = rows_of(scratch_file(name, *content));
    REQUIRE(rows.size() == 30'000);
    bool right = true;
    for (std::size_t i = 0; i < rows.size(); ++i)
      right =
          right && rows[i].json.find("\"A-" + std::to_string(i) + "\"") != std::string::npos && rows[i].trouble.empty();
    CHECK(right);
  }
}

TEST_CASE("a gzipped file is read like the file itself, a cut one is an error", "[app][import]") {
  std::string content = "order_id\n";
  for (int i = 0; i < 2000; ++i) content += "A-" + std::to_string(i * 7919) + "\n";
  const scratch_file packed("orders.csv.gz", "");
  const auto z = gzopen(packed.path.c_str(), "wb");
  gzwrite(z, content.data(), static_cast<unsigned>(content.size()));
  gzclose(z);
  CHECK(rows_of(packed).size() == 2000);

  const auto bytes = read_file(packed.path);
  const scratch_file cut("cut.csv.gz", std::string_view(bytes).substr(0, bytes.size() / 2));
  auto rows = import_rows::open(cut.path, conversions_in());
  std::string code = rows ? "" : rows.error().code;
  while (code.empty()) {
    const auto row = rows->next();
    if (!row) code = row.error().code;
    REQUIRE((!row || row->has_value()));
  }
  CHECK(code == "file-broken");
}

TEST_CASE("a file that is no list of rows is refused with the remedy", "[app][import]") {
  CHECK(code_of(scratch_file("a.csv", "")) == "file-empty");
  CHECK(code_of(scratch_file("a.csv", " \n\n")) == "file-empty");
  CHECK(code_of(scratch_file("a.json", "[{\"a\":1}]")) == "file-json-array");
  CHECK(import_rows::open("no/such/file.csv", conversions_in()).error().code == "file-unreadable");
  CHECK(import_rows::open("/", conversions_in()).error().code == "file-unreadable");
}

TEST_CASE("times of a column that says UTC are of no other zone", "[app][import]") {
  const scratch_file file("stripe.csv", "id,Created date (UTC)\n1,2026-07-01 12:00\n2,2026-07-01\n");
  const auto rows = rows_of(file, conversions_in("Europe/Berlin"));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].json == R"({"external_id":"1","occurred_at":"2026-07-01T12:00:00Z"})");
  CHECK(rows[1].json == R"({"external_id":"2","occurred_at":"2026-07-01T00:00:00Z"})");
}

TEST_CASE("the till that sold names no customer of Shopify's", "[app][import]") {
  const auto json = [](const std::string& header, import_rows::options how = conversions_in()) {
    return rows_of(scratch_file("orders.csv", header + "\n#1,paid,7\n"), how)[0].json;
  };
  CHECK(json("Name,Financial Status,Device ID") == R"({"order_id":"#1","Financial Status":"paid","Device ID":"7"})");
  CHECK(json("Name,note,Device ID") == R"({"Name":"#1","note":"paid","anonymous_id":"7"})");
  auto how = conversions_in();
  how.mappings = {{"Device ID", "anonymous_id"}};
  CHECK(json("Name,Financial Status,Device ID", how) ==
        R"({"order_id":"#1","Financial Status":"paid","anonymous_id":"7"})");
}

TEST_CASE("a file that is no text is a mistake of usage, with what to save it as", "[app][import]") {
  const auto trouble = [](std::string_view content) {
    const scratch_file file("a.csv", content);
    const auto rows = import_rows::open(file.path, conversions_in());
    REQUIRE_FALSE(rows.has_value());
    CHECK(rows.error().code == "usage");
    return rows.error().detail.substr(file.path.size());
  };
  const std::string utf16 = " is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)";
  CHECK(trouble(std::string_view("\xFF\xFEo\0r\0", 6)) == utf16);
  CHECK(trouble(std::string_view("\xFE\xFF\0o\0r", 6)) == utf16);
  CHECK(trouble(std::string_view("o\0r\0", 4)) == utf16);
  CHECK(trouble("PK\x03\x04...") == " is an Excel workbook or a ZIP archive; save the sheet as CSV");
  CHECK(trouble("\xD0\xCF\x11\xE0...") == " is an Excel workbook; save the sheet as CSV");
}

TEST_CASE("a field that a row says nothing of can be set for all, whether the file has the column or not",
          "[app][import]") {
  auto how = conversions_in();
  how.constants = {{"type", "purchase"}, {"currency", "EUR"}};
  const auto rows = rows_of(scratch_file("set.csv", "order_id,currency,total\n1,,5\n2,USD,6\n3\n4,,5,left\n"), how);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].json == R"({"order_id":"1","currency":"EUR","value":"5","type":"purchase"})");
  CHECK(rows[1].json == R"({"order_id":"2","currency":"USD","value":"6","type":"purchase"})");
  CHECK(rows[2].json == R"({"order_id":"3","currency":"EUR","type":"purchase"})");
  CHECK(rows[2].original == "3,,");
  CHECK_FALSE(rows[3].trouble.empty());
  how.constants = {{"no_such_field", "x"}};
  CHECK(import_rows::open(scratch_file("set.csv", "order_id\n1\n").path, how).error().code == "usage");
  how.constants = {{"type", "purchase"}};
  CHECK(import_rows::open(scratch_file("set.ndjson", "{}\n").path, how).error().code == "usage");
}

namespace {

import_rows::options rates() {
  const auto& kinds = import_kinds();
  return {&*std::find_if(kinds.begin(), kinds.end(), [](const auto& k) { return k.name == "fx-rates"; }), {}, {}, {}};
}

}  // namespace

TEST_CASE("a file of the European Central Bank is a row for each rate, in XML and in CSV", "[app][import]") {
  const auto xml = rows_of(scratch_file("eurofxref-daily.xml",
                                        "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<Envelope><Cube><Cube "
                                        "time='2026-03-05'>\n<Cube currency='USD' rate='1.08'/>\n<Cube "
                                        "currency='X\"Y' rate='2'/></Cube></Cube></Envelope>\n"),
                           rates());
  REQUIRE(xml.size() == 2);
  CHECK(xml[0].json == R"({"date":"2026-03-05","base":"EUR","quote":"USD","rate":"1.08"})");
  CHECK(xml[0].original == "3,2026-03-05,USD,1.08");
  CHECK(xml[1].original == "4,2026-03-05,\"X\"\"Y\",2");

  const auto csv = rows_of(scratch_file("eurofxref-hist.csv", "Date,USD,JPY,\n2026-03-05,1.08,N/A,\n"), rates());
  REQUIRE(csv.size() == 1);
  CHECK(csv[0].json == xml[0].json);
  CHECK(csv[0].original == "2,2026-03-05,USD,1.08");
}

TEST_CASE("rates in the hub's own columns are no file of the bank", "[app][import]") {
  const auto own = rows_of(scratch_file("rates.csv", "date,base,quote,rate\n2026-03-05,EUR,USD,1.08\n"), rates());
  REQUIRE(own.size() == 1);
  CHECK(own[0].json == R"({"date":"2026-03-05","base":"EUR","quote":"USD","rate":"1.08"})");
}

TEST_CASE("a list of rejected rates is one of the bank's rates again", "[app][import]") {
  const auto rows = rows_of(scratch_file("eurofxref.csv.rejected.csv",
                                         "line,date,currency,rate,reject_id,reason\n2,2026-03-05,USD,1.08,rj_4,x\n"),
                            rates());
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].json == R"({"date":"2026-03-05","quote":"USD","rate":"1.08","base":"EUR"})");
  CHECK(rows[0].original == "2,2026-03-05,USD,1.08");
  CHECK(rows[0].was.reject_id == "rj_4");
}

TEST_CASE("a list of rejected lines of NDJSON is read as these lines", "[app][import]") {
  const scratch_file file("mended.csv",
                          "line,text,reject_id,reason\n4,\"{\"\"type\"\":\"\"purchase\"\"}\",rj_1,occurred_at: none\n"
                          "5,\"{\n}\",,x\n");
  const auto rows = rows_of(file);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].json == R"({"type":"purchase"})");
  CHECK(rows[0].was.reject_id == "rj_1");
  CHECK(rows[0].original == "4,\"{\"\"type\"\":\"\"purchase\"\"}\"");
  CHECK(rows[1].json.empty());
  CHECK(rows[1].trouble == "text: an object of NDJSON stands on one line");
  auto set = conversions_in();
  set.constants = {{"currency", "EUR"}};
  CHECK(import_rows::open(file.path, set).error().pointer == "--set");
}

TEST_CASE("what a row does not say is filled up behind blanks and separators at its end too", "[app][import]") {
  auto how = conversions_in();
  how.constants = {{"currency", "EUR"}, {"type", "purchase"}};
  const auto rows = rows_of(scratch_file("orders.csv", "order_id,currency\nA-1, \nA-2,USD,\n"), how);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].json == R"({"order_id":"A-1","currency":"EUR","type":"purchase"})");
  CHECK(rows[1].json == R"({"order_id":"A-2","currency":"USD","type":"purchase"})");
}

TEST_CASE("a broken file of the bank ends the import with its place", "[app][import]") {
  const scratch_file file("broken.xml", "<Cube><Cube time='2026-03-05'><Cube currency='USD' rate='1'/>");
  auto rows = import_rows::open(file.path, rates());
  REQUIRE(rows.has_value());
  auto row = rows->next();
  while (row && row->has_value()) row = rows->next();
  REQUIRE_FALSE(row.has_value());
  CHECK(row.error().code == "ecb-malformed");
  auto mapped = rates();
  mapped.mappings = {{"a", "rate"}};
  CHECK(import_rows::open(file.path, mapped).error().code == "usage");
}
