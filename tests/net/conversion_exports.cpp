#include "net/conversion_export.hpp"

#include <catch2/catch.hpp>

#include "net/operation_json.hpp"

using namespace hub;
using namespace hub::net;

namespace {

conversion_view view(std::uint64_t id) {
  conversion_view v;
  v.conversion.id = {0, id};
  v.conversion.at = static_cast<instant>(id) * second_us;
  v.conversion.has_value = true;
  v.conversion.currency = parse_currency("EUR").value();
  v.gross = 1000;
  v.net = -50;
  v.type = "purchase";
  v.source = "shop";
  v.sources = {"shop", "crm"};
  conversion_event e;
  e.source = "shop";
  e.external_id = "=1+1";
  e.order_key = "-A,1";
  v.events = {e};
  return v;
}

/// Conversions 3, 2, 1, one a page.
conversions_answer page_after(const std::optional<page_position>& after) {
  conversions_answer page;
  const std::uint64_t id = after ? after->id.low - 1 : 3;
  page.conversions = {view(id)};
  if (id > 1) page.next = page_position{0, {0, id}};
  return page;
}

page_source pages() {
  return [](conversions_request request, std::function<void(conversions_answer*)> ready) {
    auto page = page_after(request.after);
    ready(&page);
  };
}

body_stream::piece next_of(body_stream& stream) {
  body_stream::piece got;
  stream.next([&](body_stream::piece piece) { got = std::move(piece); });
  return got;
}

}  // namespace

TEST_CASE("an export goes through all pages and has one heading", "[net][export]") {
  const auto stream = export_conversions(export_format::csv, {}, page_after({}), pages());
  const auto first = next_of(*stream);
  CHECK_FALSE(first.last);
  CHECK(first.text.starts_with("conversion_id,occurred_at,type,"));
  const auto second = next_of(*stream);
  CHECK_FALSE(second.last);
  CHECK(second.text.starts_with("cv_00000000000000000000000000000002,"));
  const auto third = next_of(*stream);
  CHECK(third.last);
  CHECK(third.text.starts_with("cv_00000000000000000000000000000001,"));
}

TEST_CASE("an exported line quotes, guards formulas and keeps negative amounts numbers", "[net][export][csv]") {
  conversions_answer page;
  page.conversions = {view(1)};
  CHECK(render_page(export_format::csv, page, false) ==
        "cv_00000000000000000000000000000001,1970-01-01T00:00:01Z,purchase,10.00,-0.50,EUR,shop,shop crm,\"'-A,1\","
        "shop:=1+1,,false,1\r\n");
}

TEST_CASE("an exported NDJSON page is one object a line", "[net][export]") {
  conversions_answer page;
  page.conversions = {view(1), view(2)};
  const auto text = render_page(export_format::ndjson, page, true);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK(text.starts_with("{\"conversion_id\":\"cv_00000000000000000000000000000001\""));
}

TEST_CASE("an export whose next page cannot be had breaks off", "[net][export]") {
  const auto stream = export_conversions(export_format::csv, {}, page_after({}),
                                         [](conversions_request, auto ready) { ready(nullptr); });
  CHECK_FALSE(next_of(*stream).failed);
  CHECK(next_of(*stream).failed);
}

TEST_CASE("an export outlives the session that let go of it", "[net][export]") {
  std::function<void(conversions_answer*)> waiting;
  auto stream = export_conversions(export_format::csv, {}, page_after({}),
                                   [&](conversions_request, auto ready) { waiting = std::move(ready); });
  next_of(*stream);
  bool answered = false;
  stream->next([&](body_stream::piece) { answered = true; });
  stream.reset();
  auto late = page_after({});
  waiting(&late);
  CHECK(answered);
}

TEST_CASE("an export of nothing is a heading", "[net][export]") {
  const auto stream = export_conversions(export_format::csv, {}, {}, pages());
  const auto piece = next_of(*stream);
  CHECK(piece.last);
  CHECK(std::count(piece.text.begin(), piece.text.end(), '\n') == 1);
}

TEST_CASE("quarantine is told with its reasons, and a full page with where to go on", "[net][operations]") {
  quarantine_answer page;
  page.items = {{7,
                 second_us,
                 "shop",
                 "conversions",
                 {fail("currency-missing", "say the currency", "/0/currency")},
                 "{\"a\":1}"}};
  page.items[0].attempts = 2;
  page.items[0].tried_at = 3 * second_us;
  const std::string data =
      "{\"data\":[{\"reject_id\":\"rj_7\",\"state\":\"open\",\"at\":\"1970-01-01T00:00:01Z\",\"source\":\"shop\","
      "\"route\":\"conversions\",\"attempts\":2,\"tried_at\":\"1970-01-01T00:00:03Z\","
      "\"errors\":[{\"pointer\":\"/0/currency\",\"code\":\"currency-missing\",\"detail\":\"say the currency\"}],"
      "\"raw\":\"{\\\"a\\\":1}\"}],\"next_cursor\":";
  CHECK(quarantine_json(page, 1) == data + "\"rj_7\"}\n");
  CHECK(quarantine_json(page, 2) == data + "null}\n");
  CHECK(quarantine_json({}, 2) == "{\"data\":[],\"next_cursor\":null}\n");
}

TEST_CASE("the status of a hub that is not ready says why", "[net][operations]") {
  hub_status s;
  s.reason = "the store is being read";
  CHECK(status_json(s, "1.2.3", 7 * second_us, {}, nullptr)
            .starts_with("{\"ready\":false,\"reason\":\"the store is being read\",\"takes_in\":false,"
                         "\"refuses_because\":null,\"version\":\"1.2.3\",\"started_at\":\"1970-01-01T00:00:07Z\","
                         "\"data_seq\":0,"));
  hub_status full;
  full.ready = true;
  full.refuses = "the disk is full";
  CHECK(
      status_json(full, "1.2.3", 7 * second_us, {}, nullptr)
          .starts_with("{\"ready\":true,\"reason\":null,\"takes_in\":false,\"refuses_because\":\"the disk is full\","));
}
