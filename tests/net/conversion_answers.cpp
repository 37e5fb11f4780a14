// Lists and single conversions: parameters and cursors in, bytes out.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "net/contact_json.hpp"
#include "net/conversion_json.hpp"
#include "net/conversion_parameters.hpp"
#include "net/explanation_json.hpp"
#include "net/label_json.hpp"
#include "net/query.hpp"

using namespace hub;
using namespace hub::net;

namespace {

const currency eur = parse_currency("EUR").value();

boost::json::object parsed(const std::string& text) { return boost::json::parse(text).as_object(); }

conversion_choice read_page(std::string_view text, std::vector<error>& complaints) {
  parameter_reader in(parse_parameters(text).value());
  auto choice = read_conversion_page(in, {}, [](std::string_view) -> result<zone> { return zone{}; });
  complaints = in.finish();
  return choice;
}

conversion_event report_of(std::string source, std::string id, std::int64_t second, std::string order,
                           std::string metadata) {
  conversion_event e;
  e.source = std::move(source);
  e.external_id = std::move(id);
  e.type = "purchase";
  e.occurred_at = second * second_us;
  e.value = money{1000, eur};
  e.order_key = std::move(order);
  e.metadata = std::move(metadata);
  e.identifiers = {{identifier_kind::anonymous_id, "d-1", true}};
  return e;
}

/// One order told by the shop and then by the CRM, which is trusted more.
conversion_found merged_order() {
  truth_policy policy;
  policy.authority = {"crm", "shop"};
  truth t(policy);
  touch_event touch;
  touch.source = "touchpoints";
  touch.external_id = "t-1";
  touch.occurred_at = 50 * second_us;
  touch.identifiers = {{identifier_kind::anonymous_id, "d-1", true}};
  touch.context.channel = "Email";
  conversion_found found;
  found.events = {report_of("shop", "s-1", 100, "A-1", R"({"coupon":"X","gift":true})"),
                  report_of("crm", "7", 130, "A-1", R"({"owner":"Eve","gift":12.50})")};
  const auto delta = t.apply({seal(touch, 0), seal(found.events[0], 0), seal(found.events[1], 0)}, 200 * second_us);
  found.dossier = t.conversion(event_key("crm", "7"));
  found.decisions = delta.decisions;
  return found;
}

}  // namespace

TEST_CASE("a cursor leads back to its place, before 1970 too", "[net][conversions]") {
  for (const instant at : {instant{0}, instant{-5}, instant{1'700'000'000'000'000}}) {
    const page_position place{at, {0xFFFF'FFFF'FFFF'FFFF, 3}};
    CHECK((position_of(cursor_of(place)) == place));
  }
  CHECK_FALSE(position_of("").has_value());
  CHECK_FALSE(position_of(std::string(48, 'z')).has_value());
}

TEST_CASE("the filters of a list reach the question", "[net][conversions]") {
  std::vector<error> complaints;
  const auto cursor = cursor_of({7, {1, 2}});
  const auto c = read_page(
      "from=1970-01-02&type=purchase&source=shop&campaign=c1&offline=true&limit=5&q=A-1&"
      "contact=a%40b.de&cursor=" +
          cursor,
      complaints);
  REQUIRE(complaints.empty());
  CHECK(c.request.from == day_us);
  CHECK(c.request.type == "purchase");
  CHECK(c.request.source == "shop");
  CHECK(c.request.campaign == "c1");
  CHECK(c.request.offline == true);
  CHECK(c.request.limit == 5);
  CHECK(c.request.after->at == 7);
  CHECK((c.needs_ids() && c.contact && c.text == "A-1"));
}

TEST_CASE("a list is narrowed by a label of conversions and refuses one of touches", "[net][labels]") {
  std::vector<error> complaints;
  CHECK(read_page("label=fast-order", complaints).request.label == label::fast_order);
  CHECK(complaints.empty());
  CHECK_FALSE(read_page("label=bot-agent", complaints).request.label.has_value());
  CHECK(complaints.at(0).code == "label-of-touches");
  read_page("label=fraud", complaints);
  CHECK(complaints.at(0).code == "label-unknown");
}

TEST_CASE("labels are counted, and what carries one is listed with its reason", "[net][labels]") {
  CHECK(label_counts_json({{{label::bot_agent, true, 3, 0}}, 7}) ==
        "{\"labels\":[{\"label\":\"bot-agent\",\"left_out\":true,\"touchpoints\":3,\"conversions\":0}],\"data_seq\":7}"
        "\n");
  labelled_answer page;
  labelled_item touch;
  touch.is_touch = true;
  touch.id = "t1";
  touch.source = "touchpoints";
  touch.contact = "ct_1";
  touch.note = {label::bot_agent, "because", true};
  page.items = {touch};
  page.next = labelled_position{5, {1, 2}};
  const auto answer = parsed(labelled_json(page, label::bot_agent));
  CHECK(answer.at("data").at(0).at("touch_id") == "t1");
  CHECK(answer.at("data").at(0).at("reason") == "because");
  CHECK(answer.at("data").at(0).at("left_out") == true);
  CHECK((position_of(std::string_view(answer.at("next_cursor").as_string())) == page_position{5, {1, 2}}));
}

TEST_CASE("a list refuses more than a thousand, a foreign cursor and a contact that is none", "[net][conversions]") {
  std::vector<error> complaints;
  read_page("limit=1001&cursor=abc&contact=nobody", complaints);
  REQUIRE(complaints.size() == 3);
  CHECK(complaints[0].code == "contact-key-malformed");
  CHECK(complaints[1].code == "parameter-range");
  CHECK(complaints[2].code == "cursor-malformed");
}

TEST_CASE("a listed conversion without a value has null money", "[net][conversions]") {
  conversions_answer page;
  conversion_view view;
  view.conversion.id = {1, 2};
  view.type = "sign_up";
  view.source = "shop";
  view.sources = {"shop"};
  view.events = {report_of("shop", "s-1", 100, "", "")};
  page.conversions = {view};
  page.data_seq = 9;
  CHECK(
      conversions_json(page) ==
      "{\"data\":[{\"conversion_id\":\"cv_00000000000000010000000000000002\",\"occurred_at\":\"1970-01-01T00:00:00Z\","
      "\"type\":\"sign_up\",\"gross\":null,\"net\":null,\"source\":\"shop\",\"sources\":[\"shop\"],"
      "\"external_ids\":{\"shop\":[\"s-1\"]},\"order_id\":null,\"country\":null,\"offline\":false}],"
      "\"next_cursor\":null,\"data_seq\":9}\n");
}

TEST_CASE("a merged-away id shows the survivor and where it was asked from", "[net][conversions]") {
  const auto answer = parsed(conversion_json(merged_order()));
  CHECK(answer.at("conversion_id") == boost::json::value(conversion_id(event_key("shop", "s-1"))));
  CHECK(answer.at("redirected_from") == boost::json::value(conversion_id(event_key("crm", "7"))));
}

TEST_CASE("each field of a merged conversion names the source it is from", "[net][conversions]") {
  const auto answer = parsed(conversion_json(merged_order()));
  const auto& fields = answer.at("fields").as_object();
  CHECK(fields.at("value").at("source") == "crm");
  CHECK(fields.at("occurred_at").at("source") == "shop");
  CHECK(fields.at("metadata.owner").at("source") == "crm");
  CHECK(fields.at("metadata.coupon").at("source") == "shop");
  CHECK(fields.at("metadata.gift").at("source") == "crm");
  CHECK(conversion_json(merged_order()).find("\"gift\":12.50") != std::string::npos);
}

TEST_CASE("a merge tells its rule, keys, distance and time", "[net][conversions]") {
  const auto answer = parsed(conversion_json(merged_order()));
  const auto& merges = answer.at("merged_from").as_array();
  REQUIRE(merges.size() == 1);
  CHECK(merges[0].at("source") == "crm");
  CHECK(merges[0].at("rule") == "order_key");
  CHECK(merges[0].at("keys") == "order_id=A-1");
  CHECK(merges[0].at("value").at("amount") == "10.00");
  CHECK(merges[0].at("delta_seconds") == 30);
  CHECK(merges[0].at("when") == "1970-01-01T00:03:20Z");
  CHECK(answer.at("sources").as_array().size() == 2);
  CHECK(answer.at("external_ids").at("crm").as_array()[0] == "7");
}

TEST_CASE("an explanation shows touches with their credit and that they add up", "[net][conversions]") {
  report_query query;
  query.models = {model::linear};
  const auto answer = parsed(explanation_json(merged_order(), query));
  const auto& touches = answer.at("touchpoints").as_array();
  REQUIRE(touches.size() == 1);
  CHECK(touches[0].at("touch_id") == "t-1");
  CHECK(touches[0].at("weight") == 1);
  CHECK(touches[0].at("credit") == "10.00");
  CHECK(touches[0].at("campaign_id").is_null());
  CHECK(answer.at("check").at("credits") == "10.00");
  CHECK(answer.at("check").at("reconciles") == true);
}

TEST_CASE("an entry that is cut or dated before its sale says what was told", "[net][conversions]") {
  auto order = merged_order();
  order.dossier->ledger.push_back(
      {entry_kind::refund, entry_note::over_refund, 100 * second_us, -1000, 0, "crm", "r-1", -2500, 40 * second_us});
  const auto entry = parsed(conversion_json(order)).at("ledger").as_array().back();
  CHECK(entry.at("amount").at("amount") == "-10.00");
  CHECK(entry.at("asked").at("amount") == "-25.00");
  CHECK(entry.at("told_at") == "1970-01-01T00:00:40Z");
  const auto explained = parsed(explanation_json(order, {})).at("entries").as_array().back();
  CHECK(explained.at("asked") == "-25.00");
  CHECK(explained.at("told_at") == "1970-01-01T00:00:40Z");
}

TEST_CASE("an explanation shows the window that a touch was outside of", "[net][conversions][policy]") {
  report_query query;
  query.policy.lookback = {{"", "Email", std::nullopt, 10 * second_us}};
  const auto answer = parsed(explanation_json(merged_order(), query));
  CHECK(answer.at("lookback_days") == 90);
  CHECK(answer.at("lookback").as_array().size() == 1);
  const auto& excluded = answer.at("excluded").as_array();
  REQUIRE(excluded.size() == 1);
  CHECK(excluded[0].at("reason") == "outside-window");
  CHECK(excluded[0].at("lookback_days").as_double() == Approx(10.0 / 86'400));
  CHECK(answer.at("check").at("unattributed") == "10.00");
}

TEST_CASE("a journey tells touches and conversions in order of time", "[net][contacts]") {
  const auto order = merged_order();
  contact_dossier contact;
  contact.id = "ct_1";
  contact.touches = order.dossier->touches;
  contact.touches.push_back(contact.touches[0]);
  contact.touches[1].at = 150 * second_us;
  contact.conversions = {*order.dossier};
  const auto journey = parsed(journey_json(contact, {})).at("journey").as_array();
  REQUIRE(journey.size() == 3);
  CHECK(journey[0].at("kind") == "touch");
  CHECK(journey[1].at("kind") == "conversion");
  CHECK(journey[1].at("occurred_at") == "1970-01-01T00:01:40Z");
  CHECK(journey[1].at("touchpoints").at("eligible") == 1);
  CHECK(journey[1].at("touchpoints").at("excluded").as_object().empty());
  CHECK(journey[2].at("occurred_at") == "1970-01-01T00:02:30Z");
}
