// What an import says beside its counts: columns without a meaning, purchases without a value, other values.
#include <catch2/catch.hpp>

#include "told_import.hpp"

using namespace hub;
using namespace hub::app;

namespace {

const std::string all_in = R"({"accepted":1,"duplicates":0,"rejected":0,"results":[]})";

}  // namespace

TEST_CASE("columns that the hub does not know are named, with the way to tell what they mean", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,Betrag,Notiz\nA-1,1,x\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, all_in)};
  const session s(hub, {"import", file.path});
  CHECK(s.err.str().find("Betrag, Notiz") != std::string::npos);
  CHECK(s.err.str().find("--map") != std::string::npos);
  hub.answers = {answer_of(200, all_in)};
  const session mapped(hub, {"import", file.path, "--map", "Betrag=value", "--map", "Notiz=campaign_name"});
  CHECK(mapped.err.str().find("metadata") == std::string::npos);
}

TEST_CASE("the number of Shopify's orders is their Name, which is told, where nothing else gives it", "[app][import]") {
  const std::string told = "convhub: these are Shopify's orders, whose Name is read as their number";
  const std::string row = "#1,paid,1\n";
  const scratch_file file("orders.csv", "Name,Financial Status,Id\n" + row);
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"accepted":1,"duplicates":0,"rejected":0,"results":[]})")};
  const session s(hub, {"import", file.path});
  CHECK(has(hub.asked.at(0).body, R"("order_id":"#1")"));
  CHECK(has(s.err.str(), told));
  CHECK_FALSE(has(told_beside("Name,Financial Status,Order ID\n" + row, 1), told));
  CHECK_FALSE(has(told_beside("Name,Financial Status,Id\n" + row, 1, {"--map", "Name=campaign_name"}), told));
  CHECK_FALSE(has(told_beside("Name,note,Id\n" + row, 1), told));
}

TEST_CASE("columns without a meaning are named also where no row could be taken in", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,Datum\nA-1,9.2.2026\n");
  recorded_hub hub;
  hub.answers = {
      answer_of(200, R"({"accepted":0,"duplicates":0,"rejected":1,"results":[{"index":0,"status":"rejected","errors":[)"
                     R"({"pointer":"/0/occurred_at","code":"field-missing","detail":"no time"}]}]})")};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(has(s.out.str(), "--map COLUMN=occurred_at"));
  CHECK(has(s.err.str(), "the hub knows no such field: Datum."));
}

TEST_CASE("purchases that say no value are counted, with the way to name their column", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,type,Betrag\nA-1,Purchase,1\nA-2,lead,\nA-3,purchase,2\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"accepted":3,"duplicates":0,"rejected":0,"results":[]})")};
  const session s(hub, {"import", file.path});
  CHECK(has(s.err.str(),
            "2 purchases say no value, the first on line 2; unless other reports of their orders say one, they bring "
            "no revenue. "
            "No column is known to give the value; --map COLUMN=value says which does\n"));
  hub.answers = {answer_of(200, R"({"accepted":3,"duplicates":0,"rejected":0,"results":[]})")};
  const session mapped(hub, {"import", file.path, "--map", "Betrag=value", "--dry-run"});
  CHECK(mapped.code == exit_code::ok);
  CHECK_FALSE(has(mapped.err.str(), "say no value"));
}

TEST_CASE("a single purchase without a value is named by its line", "[app][import]") {
  CHECK(
      has(told_beside("order_id,type,value\nA-1,purchase,1\nA-2,purchase, \n", 2),
          "1 purchase says no value, on line 3; unless another report of its order says one, it brings no revenue\n"));
}

TEST_CASE("a dry run tells of orders that are known with another value, and of events that it would replace",
          "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value,currency\nA-1,59,EUR\nA-2,20.00,EUR\nA-3,7,EUR\nA-4,8,EUR\n");
  recorded_hub hub;
  hub.answers = {answer_of(
      200, R"({"accepted":1,"duplicates":3,"rejected":0,"results":[{"index":0,"status":"merged","rule":"order_key",)"
           R"("conversion_id":"cv_1","known_value":{"amount":"49.00","currency":"EUR"}},)"
           R"({"index":1,"status":"merged","rule":"order_key","conversion_id":"cv_2"},)"
           R"({"index":2,"status":"duplicate","rule":"redelivery","updated":true,"conversion_id":"cv_3"}]})")};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(hub.asked.size() == 1);
  const auto said = s.out.str();
  CHECK(said.find("Orders known already, from before or from a row above, with another value: 1\n"
                  "  line 2: 59.00 EUR, known with 49.00 EUR as cv_1\n") != std::string::npos);
  CHECK(said.find("  line 3: 20") == std::string::npos);
  CHECK(said.find("Rows that would replace an earlier version of the same event:\n  line 4: cv_3\n") !=
        std::string::npos);
  CHECK(said.find("  by rule: order_key 2 (the same order id)\n") != std::string::npos);
}

TEST_CASE("types that no platform uses are named with their rows, as they hardly are meant so", "[app][import]") {
  const scratch_file file("orders.csv",
                          "order_id,type,value\nA-1,Kauf,1\nA-2,Kauf,1\nA-3,Gutschrift,1\nA-4,Purchase,1\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"accepted":4,"duplicates":0,"rejected":0,"results":[]})")};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(has(s.err.str(), "types that no platform uses: Gutschrift (1 row), Kauf (2 rows). They count as"));
}

TEST_CASE("rows that only lead to a sale are said to be no conversions", "[app][import]") {
  const scratch_file file("orders.csv",
                          "order_id,type,value\nA-1,purchase,1\nA-2,AddToCart,1\nA-3,page_view,\nA-4,AddToCart,1\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"accepted":4,"duplicates":0,"rejected":0,"results":[]})")};
  const session s(hub, {"import", file.path});
  CHECK(has(s.err.str(),
            "3 rows are of types that only lead somewhere (AddToCart, page_view): they are kept and are "
            "no conversions\n"));
}

TEST_CASE("what is given back for a sale that is not known yet is said to wait for it, and what is more than is left",
          "[app][import]") {
  const scratch_file file("refunds.csv",
                          "order_id,adjustment_id,kind,amount,currency\nA-1,1,refund,1,EUR\nA-2,2,refund,1,EUR\n");
  recorded_hub hub;
  hub.answers = {answer_of(200,
                           R"({"accepted":2,"duplicates":0,"rejected":0,"results":[{"index":0,"status":"accepted",)"
                           R"("note":"over-refund","conversion_id":"cv_1"},)"
                           R"({"index":1,"status":"accepted","note":"waits-for-sale"}]})")};
  const session s(hub, {"import", file.path, "--kind", "adjustments"});
  CHECK(has(s.err.str(), "1, on line 3, waits for its sale: "));
  CHECK(has(s.err.str(), "; 'convhub adjustments --note waits-for-sale' lists such\n"));
  CHECK(has(s.err.str(), "1, on line 2, asks for more than is left of the sale and takes what is left; "));
}

TEST_CASE("a row that says what a later version replaced is told so", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,external_id\nA-1,1\nA-2,2\n");
  recorded_hub hub;
  hub.answers = {answer_of(200,
                           R"({"accepted":0,"duplicates":2,"rejected":0,"results":[{"index":0,"status":"duplicate"},)"
                           R"({"index":1,"status":"duplicate","rule":"redelivery","outdated":true}]})")};
  const session s(hub, {"import", file.path});
  CHECK(has(s.err.str(),
            "1, on line 3, says what a later version of it replaced, and changes nothing; with an "
            "updated_at that is later it holds again\n"));
}

TEST_CASE("an amount with a comma is told the flag that reads it", "[app][import]") {
  const scratch_file file("orders.csv", "order_id;value;currency\nA-1;1234,50;EUR\n");
  recorded_hub hub;
  hub.answers = {
      answer_of(200, R"({"accepted":0,"duplicates":0,"rejected":1,"results":[{"index":0,"status":"rejected","errors":[)"
                     R"({"pointer":"/0/value","code":"amount-malformed","detail":"no number"}]}]})")};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(has(s.out.str(), "--decimal-comma reads amounts like 1.234,56"));
}

TEST_CASE("an import says which value holds where a row tells another one", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value,currency\nA-1,59,EUR\n");
  recorded_hub hub;
  hub.answers = {answer_of(
      200, R"({"accepted":0,"duplicates":1,"rejected":0,"results":[{"index":0,"status":"merged","rule":"order_key",)"
           R"("conversion_id":"cv_1","known_value":{"amount":"49.00","currency":"EUR"},)"
           R"("standing_value":{"amount":"59.00","currency":"EUR"}}]})")};
  const session s(hub, {"import", file.path});
  CHECK(has(hub.asked.at(0).target, "compare=true"));
  CHECK(has(s.out.str(), "  line 2: 59.00 EUR, known with 49.00 EUR as cv_1, of which 59.00 EUR holds\n"));
}

TEST_CASE("an import names orders that are known as another type", "[app][import]") {
  const scratch_file file("orders.csv", "order_id,type,value,currency\nA-1,lead,59,EUR\n");
  recorded_hub hub;
  hub.answers = {answer_of(200,
                           R"({"accepted":1,"duplicates":0,"rejected":0,"results":[{"index":0,"status":"accepted",)"
                           R"("conversion_id":"cv_2","known_type":"purchase"}]})")};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(has(s.out.str(),
            "Orders known already, from before or from a row above, as another type: 1\n"
            "  line 2: order A-1, here 'lead', is known as 'purchase'\n"
            "  They would count as conversions of their own"));
}

TEST_CASE("rows that are wrong in the same way stand on one line of a dry run", "[app][import]") {
  std::string rows, results;
  for (int i = 0; i < 12; ++i) {
    rows += "A-" + std::to_string(i) + ",x\n";
    results += std::string(i == 0 ? "" : ",") + R"({"index":)" + std::to_string(i) +
               R"(,"status":"rejected","errors":[{"pointer":"/)" + std::to_string(i) +
               R"(/value","code":"amount-malformed","detail":"no number"}]})";
  }
  const scratch_file file("orders.csv", "order_id,value\n" + rows);
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"accepted":0,"duplicates":0,"rejected":12,"results":[)" + results + "]}")};
  const session s(hub, {"import", file.path, "--dry-run"});
  CHECK(has(s.out.str(),
            "Rows that would be rejected: 12\n  lines 2, 3, 4 and 9 more, column 2 \"value\": for instance value: no "
            "number"));
  CHECK_FALSE(has(s.out.str(), "line 5"));
}

TEST_CASE("cells for an e-mail that hold no address are counted", "[app][import]") {
  CHECK(has(told_beside("order_id,email\nA-1,ada@shop.example\nA-2,\nA-3,n/a\n", 3),
            "1 e-mail is no address, on line 4; it names nobody\n"));
}

TEST_CASE("amounts that may mean thousands are told where points divide cents", "[app][import]") {
  const std::string csv = "order_id;value\nA-1;1.299\nA-2;12.50\nA-3;0.125\nA-4;2.450\n";
  CHECK(has(told_beside(csv, 4),
            "2 amounts are written like 1.299, the first on line 2, with a point before three digits, and rounded to "
            "cents; "));
  CHECK_FALSE(has(told_beside(csv, 4, {"--decimal-comma"}), "1.299"));
}

TEST_CASE("a file without ids is told to count twice when it comes again with other columns", "[app][import]") {
  const std::string csv = "Auftragsnr,date,value\nA-1,2026-02-09,5\n";
  CHECK(has(told_beside(csv, 1), "no column gives an order_id or external_id, "));
  CHECK_FALSE(has(told_beside(csv, 1, {"--map", "Auftragsnr=order_id"}), "no column gives"));
}

TEST_CASE("rows of separators alone are passed over like empty lines", "[app][import]") {
  const scratch_file file("orders.csv", "order_id;value\nA-1;5\n;\n ; \n");
  recorded_hub hub;
  hub.answers = {answer_of(200, all_in)};
  const session s(hub, {"import", file.path});
  CHECK(has(s.out.str(), "Imported 1 conversions: 1 accepted, 0 duplicates, 0 rejected"));
}

TEST_CASE("a file of refunds among conversions is told its kind, and a misspelt type the one that is meant",
          "[app][import]") {
  const scratch_file refunds("refunds.csv", "order_id,Refund ID,amount\nA-1,R-1,5\n");
  recorded_hub hub;
  const auto hub_refuses_type =
      answer_of(200, R"({"accepted":0,"duplicates":0,"rejected":1,"results":[{"index":0,"status":"rejected","errors":[)"
                     R"({"pointer":"/0/type","code":"field-missing","detail":"no type"}]}]})");
  hub.answers = {hub_refuses_type, answer_of(200, all_in)};
  const session s(hub, {"import", refunds.path, "--dry-run"});
  CHECK(has(s.out.str(), "--kind adjustments brings in"));
  CHECK_FALSE(has(s.out.str(), "--set type=purchase"));
  const auto advice = [&](const std::string& header) {
    const scratch_file file("orders.csv", header + "\nA-1,5,0\n");
    recorded_hub one;
    one.answers = {hub_refuses_type};
    return session(one, {"import", file.path, "--dry-run"}).out.str();
  };
  for (const auto* header : {"order_id,Total,Refunded Amount", "id,Amount,Amount Refunded"})
    CHECK(has(advice(header), "--set type=purchase says it"));
  for (const auto* header : {"order_id,note,Refunded Amount", "order_id,amount,Kind"})
    CHECK(has(advice(header), "--kind adjustments brings in"));
  const scratch_file orders("orders.csv", "order_id,type,value\nA-1,Purhcase,5\n");
  const session typo(hub, {"import", orders.path});
  CHECK(has(typo.err.str(), "Purhcase (1 row, 'purchase'?)"));
}

TEST_CASE("an amount with a currency beside it is told to stand alone", "[app][import]") {
  const scratch_file file("orders.csv", "order_id;value\nA-1;1.299,90 €\n");
  recorded_hub hub;
  hub.answers = {answer_of(
      200, R"({"accepted":0,"duplicates":0,"rejected":1,"results":[{"index":0,"status":"rejected","errors":[)"
           R"({"pointer":"/0/value","code":"amount-malformed","detail":"'1.299,90 €' is no decimal number"}]}]})")};
  const session s(hub, {"import", file.path, "--dry-run", "--decimal-comma"});
  CHECK(has(s.out.str(), "write amounts without a currency; "));
  CHECK_FALSE(has(s.out.str(), "--decimal-comma reads"));
}

TEST_CASE("an import names orders that are known with a # before their number, and how two become one",
          "[app][import]") {
  const scratch_file file("orders.csv", "order_id,value,currency\n1001,59,EUR\n");
  recorded_hub hub;
  hub.answers = {answer_of(200,
                           R"({"accepted":1,"duplicates":0,"rejected":0,"results":[{"index":0,"status":"accepted",)"
                           R"("conversion_id":"cv_2","known_order":"#1001"}]})")};
  const session s(hub, {"import", file.path});
  CHECK(has(s.out.str(),
            "Orders whose number differs from one known already by a leading # only: 1\n"
            "  line 2: order 1001, known as '#1001'\n"));
  CHECK(has(s.out.str(), "convhub merge '1001' '#1001' makes one of two that are in.\n"));
}
