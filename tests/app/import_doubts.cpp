// What an import says of rows that are taken in though something in them is doubtful.
#include <catch2/catch.hpp>

#include "domain/money.hpp"
#include "told_import.hpp"

using namespace hub;
using namespace hub::app;

TEST_CASE("refunds without an amount, which take all that is left, and those of nothing are told", "[app][import]") {
  const std::vector<std::string> refunds = {"--kind", "adjustments"};
  const auto mixed = told_beside(
      "adjustment_id,order_id,kind,amount\n1,A-1,Refund,\n2,A-2,refund,0.00\n3,A-3,refund,5\n4,A-4,reversal,\n", 4,
      refunds);
  CHECK(has(mixed, "convhub: 1 refund says no amount, on line 2: it takes back all that is left of its sale\n"));
  CHECK(has(mixed, "convhub: 1 refund is of 0.00, on line 3: it changes nothing\n"));
  const auto many = told_beside(
      "adjustment_id,order_id,amount,currency\n1,A-1,5,EUR\n2,A-2,,EUR\n3,A-3, ,EUR\n4,A-4,0,EUR\n5,A-5,0.0,EUR\n", 5,
      {"--kind", "adjustments", "--set", "kind=chargeback"});
  CHECK(has(many, "2 refunds say no amount, the first on line 3: they take back all that is left of their sales\n"));
  CHECK(has(many, "2 refunds are of 0.00, the first on line 5: they change nothing\n"));
  CHECK(has(told_beside("order_id,kind,Betrag\nA-1,refund,5\n", 1, refunds),
            "of its sale. No column is known to give the amount; --map COLUMN=amount says which does\n"));
  const auto comma = told_beside("adjustment_id;order_id;kind;amount\n1;A-1;refund;0,00\n2;A-2;refund;7,50\n", 2,
                                 {"--kind", "adjustments", "--decimal-comma"});
  CHECK(has(comma, "1 refund is of 0.00, on line 2"));
  CHECK_FALSE(has(comma, "no amount"));
}

TEST_CASE("rows that end before the header does are counted", "[app][import]") {
  CHECK(has(told_beside("order_id,note,value\nA-1,x,5\nA-2,x\n", 2),
            "convhub: 1 row has fewer cells than the header, on line 3: what is missing was taken as empty\n"));
  CHECK(has(told_beside("order_id,note,value\nA-1\nA-2,x\n", 2, {"--set", "value=5"}),
            "convhub: 2 rows have fewer cells than the header, the first on line 2: what is missing"));
  CHECK_FALSE(has(told_beside("order_id,note,value\nA-1,,\n", 1), "fewer cells"));
}

TEST_CASE("orders that were hardly paid are told by the column that says so", "[app][import]") {
  const std::vector<std::string> orders = {"--set", "type=purchase"};
  const auto shop = told_beside(
      "order_id,Financial Status,total\nA-1,paid,1\nA-2,partially_refunded,1\nA-3,,1\nA-4,Voided,1\n", 4, orders);
  CHECK(has(shop,
            "convhub: column 'Financial Status' says voided in 1 row, on line 5; such rows count as purchases "
            "like all others: take them out of the file if they were never paid\n"));
  const auto stripe = told_beside(
      "id,Status,Captured,amount\n1,Paid,true,1\n2,Failed,false,1\n3,Paid,False,1\n4,Refunded,true,1\n5,failed,no,1\n",
      5, orders);
  CHECK(has(stripe,
            "column 'Status' says failed in 2 rows, the first on line 3, refunded in 1 row, on line 5; such rows "
            "count as purchases like all others: take them out of the file if they were never paid, and bring "
            "in what was given back with --kind adjustments\n"));
  CHECK(has(stripe, "column 'Captured' says false in 1 row, on line 4; "));
  CHECK(has(told_beside("id,order_status,amount\n1,wc-cancelled,1\n2,Pending payment,1\n", 2, orders),
            "column 'order_status' says pending payment in 1 row, on line 3, wc-cancelled in 1 row, on line 2; "));
}

TEST_CASE("what a column of states says of leads, and what other columns say, is nobody's doubt", "[app][import]") {
  CHECK_FALSE(has(told_beside("id,status,type\n1,pending,lead\n", 1), "says pending"));
  CHECK_FALSE(has(told_beside("id,note,Status\n1,refunded,no\n", 1, {"--set", "type=purchase"}), "such rows"));
}

TEST_CASE("an amount that --decimal-comma cannot read is told how it is written with a comma", "[app][import]") {
  const scratch_file file("orders.csv", "order_id;value\nA-1;12,5x\n");
  for (const bool comma : {true, false}) {
    recorded_hub hub;
    hub.answers = {answer_of(
        200, R"({"accepted":0,"duplicates":0,"rejected":1,"results":[{"index":0,"status":"rejected","errors":[)"
             R"({"pointer":"/0/value","code":"amount-malformed","detail":"'12,5x' is no decimal number; write it like )"
             R"(1234.50, without grouping"}]}]})")};
    const session s(hub, comma ? std::vector<std::string>{"import", file.path, "--dry-run", "--decimal-comma"}
                               : std::vector<std::string>{"import", file.path, "--dry-run"});
    CHECK(has(s.out.str(), comma ? "write it like 1234,50 or 1.234,50, as --decimal-comma reads it"
                                 : "write it like 1234.50, without grouping"));
    CHECK(has(s.out.str(), "1234.50") != comma);
  }
  // What is put in other words is what the hub says.
  const auto refused = parse_amount("12,5x", parse_currency("EUR").value());
  REQUIRE_FALSE(refused.has_value());
  CHECK(has(refused.error().detail, "write it like 1234.50, without grouping"));
}

TEST_CASE("of a workbook nothing is sent", "[app][import]") {
  const scratch_file file("orders.xlsx", "PK\x03\x04 and more");
  recorded_hub hub;
  const session s(hub, {"import", file.path});
  CHECK(s.code == exit_code::usage);
  CHECK(s.err.str() == "convhub: " + file.path + " is an Excel workbook or a ZIP archive; save the sheet as CSV\n");
  CHECK(hub.asked.empty());
}
