#include "sources/csv/csv.hpp"

#include <catch2/catch.hpp>

#include "sources/csv/csv_columns.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

using strings = std::vector<std::string>;

/// Reads a file in pieces of *step* bytes; each row is its cells joined by `|`, each error its code and place.
strings rows(std::string_view file, std::size_t step = 1000, char separator = 0) {
  csv_reader reader(separator);
  strings out;
  const auto drain = [&] {
    for (;;) {
      const auto next = reader.next();
      if (!next) {
        out.push_back(next.error().code + "@" + next.error().pointer);
        continue;
      }
      if (!*next) return;
      std::string line;
      for (const auto& cell : (**next).cells) line += "|" + cell;
      out.push_back(std::to_string((**next).line) + ":" + line.substr(1));
    }
  };
  for (; !file.empty(); file.remove_prefix(std::min(step, file.size()))) {
    reader.feed(file.substr(0, step));
    drain();
  }
  reader.finish();
  drain();
  return out;
}

strings fields(strings header, std::string_view kind, std::vector<column_mapping> map = {}) {
  const auto found = column_fields(header, kind, map);
  return found ? *found : strings{found.error().code, found.error().pointer};
}

}  // namespace

TEST_CASE("rows are cut at line ends and cells at the separator", "[sources][csv]") {
  CHECK(rows("a,b\n1,2\r\n\r\n3,\n") == strings{"1:a|b", "2:1|2", "4:3|"});
  CHECK(rows("a;b;c\n1;2,5;3") == strings{"1:a|b|c", "2:1|2,5|3"});
  CHECK(rows("a\tb\n1,5\t2\n") == strings{"1:a|b", "2:1,5|2"});
  CHECK(rows("\xef\xbb\xbfonly\nx\n") == strings{"1:only", "2:x"});
  CHECK(rows("a;b\n", 1000, ',') == strings{"1:a;b"});
  CHECK(rows("").empty());
}

TEST_CASE("quoted cells may hold separators, line ends and doubled quotes", "[sources][csv]") {
  CHECK(rows("a,b\n\"x,\"\"y\"\"\",\"two\r\nlines\"\nlast,row\n") ==
        strings{"1:a|b", "2:x,\"y\"|two\r\nlines", "4:last|row"});
  CHECK(rows("\"a;b\",c\n\"\",x\n") == strings{"1:a;b|c", "2:|x"});
  CHECK(rows("a\nin\"side\n") == strings{"1:a", "2:in\"side"});
}

TEST_CASE("a file reads the same however it is cut into pieces", "[sources][csv]") {
  const std::string file =
      "\xef\xbb\xbf"
      "a;b\r\n\"x;\"\"\r\n\";1\r\n\r\nlast;\"q\"\r\nx;y\r";
  const auto whole = rows(file);
  for (std::size_t step = 1; step < file.size(); ++step) CHECK(rows(file, step) == whole);
}

TEST_CASE("a misplaced quote spoils its row and says where", "[sources][csv]") {
  CHECK(rows("a,b\nx,\"y\"z\n1,2\n") == strings{"1:a|b", "csv-quote@2:6", "3:1|2"});
  CHECK(rows("a,b\nx,\"y\n1,2\n") == strings{"1:a|b", "csv-quote@2:3", "3:1|2"});
}

TEST_CASE("a quote that is never closed does not fill the memory", "[sources][csv]") {
  const std::string file = "a\n\"" + std::string(csv_reader::longest_row + 10, 'x') + "\nlast\n";
  const auto got = rows(file, 64 * 1024);
  CHECK(got == strings{"1:a", "csv-row-too-long@2:1", "3:last"});
}

TEST_CASE("columns are known by many names", "[sources][csv]") {
  CHECK(fields({"Order ID", "event_time", "Event-Name", "E-Mail", "Revenue", "Currency Code", "campaign", "note"},
               "conversions") ==
        strings{"order_id", "occurred_at", "type", "email", "value", "currency", "campaign_name", "note"});
  CHECK(fields({"touch_id", "contact", "ts", "channel", "campaign"}, "touchpoints") ==
        strings{"id", "external_user_id", "occurred_at", "channel", "campaign_name"});
  CHECK(fields({"Day", "Network", "Campaign ID", "Amount spent", "currency"}, "spend") ==
        strings{"date", "platform", "campaign_id", "cost", "currency"});
  CHECK(fields({"type", "order_id", "amount", "date"}, "adjustments") ==
        strings{"kind", "order_id", "amount", "occurred_at"});
}

TEST_CASE("a mapping and a column's own name win over its other names", "[sources][csv]") {
  CHECK(fields({"net", "value"}, "conversions", {{"Net", "value"}}) == strings{"value", "value_other"});
  CHECK(fields({"total", "value"}, "conversions") == strings{"total", "value"});
  CHECK(fields({"value", "Total"}, "conversions") == strings{"value", "Total"});
}

TEST_CASE("columns of ad platforms' exports are known, in English and in German", "[sources][csv]") {
  CHECK(fields({"Reporting starts", "Campaign name", "Amount spent (EUR)", "Impressions", "Link clicks", "Results",
                "Purchases conversion value"},
               "spend") ==
        strings{"date", "campaign_name", "cost", "impressions", "clicks", "platform_conversions", "platform_value"});
  CHECK(fields({"Day", "Campaign", "Currency code", "Cost", "Impr.", "Clicks", "Conversions", "Conv. value"},
               "spend") == strings{"date", "campaign_name", "currency", "cost", "impressions", "clicks",
                                   "platform_conversions", "platform_value"});
  CHECK(fields({"Tag", "Kampagne", "W\xc3\xa4hrungscode", "Kosten", "Impressionen", "Klicks"}, "spend") ==
        strings{"date", "campaign_name", "currency", "cost", "impressions", "clicks"});
}

TEST_CASE("columns of shops and payment services are known", "[sources][csv]") {
  CHECK(fields({"Order Number", "Order Date", "Order Total Amount", "Order Currency", "Email (Billing)",
                "Phone (Billing)"},
               "conversions") == strings{"order_id", "occurred_at", "value", "currency", "email", "phone"});
  CHECK(fields({"id", "Created date (UTC)", "Amount", "Currency", "Customer Email", "order_id (metadata)", "Status"},
               "conversions") ==
        strings{"external_id", "occurred_at", "value", "currency", "email", "order_id", "Status"});
  CHECK(fields({"Order #", "Created (UTC)", "Billing Email", "Billing Phone", "Order Total"}, "conversions") ==
        strings{"order_id", "occurred_at", "email", "phone", "value"});
  CHECK(fields({"Customer", "Customer ID"}, "conversions") == strings{"Customer", "external_user_id"});  // a name
  CHECK(fields({"Email", "Customer Email", "Phone", "Billing Phone"}, "conversions") ==
        strings{"email", "Customer Email", "phone", "Billing Phone"});
}

TEST_CASE("what was refunded and when is told by the columns that say so, not by those of the order",
          "[sources][csv]") {
  CHECK(fields({"Amount", "Amount Refunded", "Refunded date (UTC)", "occurred_at"}, "adjustments") ==
        strings{"Amount", "amount", "occurred_at", "occurred_at_other"});
  CHECK(fields({"amount", "Refunded Amount"}, "adjustments") == strings{"amount_other", "amount"});
  CHECK(fields({"value", "Order Refund Amount"}, "adjustments") == strings{"value_other", "amount"});
  CHECK(fields({"Amount", "Amount Refunded"}, "adjustments", {{"Amount", "amount"}}) ==
        strings{"amount", "Amount Refunded"});
  CHECK(fields({"Amount", "Amount Refunded"}, "conversions") == strings{"value", "Amount Refunded"});
}

TEST_CASE("headers that cannot be understood are refused", "[sources][csv]") {
  CHECK(fields({"a", " "}, "conversions") == strings{"csv-header-blank", "1:2"});
  CHECK(fields({"total", "revenue"}, "conversions") == strings{"csv-column-twice", "1:2"});
  CHECK(fields({"note", "note"}, "conversions") == strings{"csv-column-twice", "1:2"});
  CHECK(fields({"value"}, "conversions", {{"vlaue", "value"}}) == strings{"csv-mapping-unknown", "1:1"});
}

TEST_CASE("a row becomes an object without its blank cells", "[sources][csv]") {
  const strings names = {"type", "value", "note"};
  CHECK(row_json(names, strings{"purchase", " 33.83 ", ""}).value() == R"({"type":"purchase","value":"33.83"})");
  CHECK(row_json(names, strings{"a\"b\nc"}).value() == R"({"type":"a\"b\nc"})");
  CHECK(row_json(names, strings{"a", "b", "c", ""}).value() == R"({"type":"a","value":"b","note":"c"})");
  CHECK(row_json(names, strings{"a", "b", "c", "d"}).error().code == "csv-cells");
  const strings title{"Campaign report"};
  CHECK(row_json(title, strings{"Day", "Cost"}).error().detail.find("on the first line, so remove what stands above") !=
        std::string::npos);
  CHECK(row_json(names, strings{"a", "\xe4"}).error().pointer == "/value");
}
