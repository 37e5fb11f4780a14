// What was told is what is answered: facts in over HTTP, reports, records and downloads out, in one real hub.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "app/demo_load.hpp"
#include "app/hub.hpp"
#include "domain/keys.hpp"

using namespace hub;
using namespace hub::app;
namespace json = boost::json;

namespace {

/// A hub of its own data directory with one order in it: two touches, told by the shop and by the CRM, half refunded.
class small_hub {
 public:
  small_hub() {
    config::settings settings;
    settings.storage.data = (folder_.path() / "data").string();
    settings.money.currency = "EUR";
    hub_ = std::move(open_hub(settings, metrics_).value());
    client_ = client_of(*hub_, std::chrono::seconds(30));
    post("/v1/touchpoints",
         R"([{"id":"t1","occurred_at":"2026-01-01T10:00:00Z","interaction":"click","channel":"Email",
              "campaign_id":"c1","campaign_name":"Spring","email":"ann@example.com"},
             {"id":"t2","occurred_at":"2026-01-05T10:00:00Z","interaction":"click","channel":"Paid Search",
              "campaign_id":"c2","email":"ann@example.com"}])");
    post("/v1/conversions?source=shop", order("s1", "2026-01-06T10:00:00Z", "A-1", "ann@example.com"));
    post("/v1/conversions?source=crm", order("d1", "2026-01-06T11:00:00Z", "A-1", "ann@example.com"));
    post("/v1/conversions?source=shop", order("s2", "2026-01-07T10:00:00Z", "A-2", "bob@example.com"));
    post("/v1/adjustments", R"({"kind":"refund","order_id":"A-1","amount":"50.00","currency":"EUR",
                                "occurred_at":"2026-02-01T00:00:00Z"})");
    post("/v1/spend", R"([{"date":"2026-01-01","platform":"meta","campaign_id":"c1","cost":"20.00","currency":"EUR"},
                          {"date":"2026-01-01","platform":"meta","campaign_id":"c3","cost":"5.00","currency":"EUR"}])");
  }

  net::http_answer get(const std::string& target) { return ask("GET", target, {}); }
  json::object read(const std::string& target) {
    const auto answer = get(target);
    INFO(target << ' ' << answer.body);
    REQUIRE(answer.status == 200);
    return json::parse(answer.body).as_object();
  }
  /// Status and first code of a refusal.
  std::string refusal(const std::string& target) {
    const auto answer = get(target);
    const auto body = json::parse(answer.body);
    return std::to_string(answer.status) + " " + std::string(body.at("errors").at(0).at("code").as_string());
  }
  std::string download(const std::string& target) {
    net::http_request request;
    request.method = "GET";
    request.target = target;
    std::string text;
    const auto answer = client_->download(std::move(request), [&](std::string_view piece) {
      text += piece;
      return true;
    });
    REQUIRE(answer.has_value());
    return text;
  }

 private:
  static std::string order(std::string id, std::string at, std::string order_id, std::string email) {
    return R"({"external_id":")" + id + R"(","type":"purchase","occurred_at":")" + at +
           R"(","value":"100.00","currency":"EUR","order_id":")" + order_id + R"(","email":")" + email + R"("})";
  }
  void post(const std::string& target, const std::string& body) {
    const auto answer = ask("POST", target, body);
    INFO(target << ' ' << answer.body);
    REQUIRE(answer.status == 200);
    REQUIRE(json::parse(answer.body).at("rejected") == 0);
  }
  net::http_answer ask(std::string method, std::string target, std::string body) {
    net::http_request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    request.request_id = "rq_1";
    return client_->exchange(std::move(request)).value();
  }

  scratch_directory folder_ = std::move(scratch_directory::make().value());
  net::metrics_registry metrics_;
  std::unique_ptr<net::http_service> hub_;
  std::unique_ptr<client> client_;
};

const std::string order_a = conversion_id(event_key("shop", "s1"));
const std::string merged_a = conversion_id(event_key("crm", "d1"));

}  // namespace

TEST_CASE("a report asked after an accepted fact includes it and reconciles", "[app][reports]") {
  small_hub hub;
  const auto report = hub.read("/v1/reports/attribution?model=linear");
  CHECK(report.at("totals").at("booked") == "150.00");
  CHECK(report.at("totals").at("revenue") == "150.00");
  CHECK(report.at("totals").at("reconciles") == true);
  CHECK(report.at("unattributed").at("revenue") == "100.00");
  for (const auto& row : report.at("rows").as_array()) CHECK(row.at("revenue") == "25.00");
}

TEST_CASE("ROAS holds credit against spend, and campaigns that only cost have a row", "[app][reports]") {
  small_hub hub;
  const auto report = hub.read("/v1/reports/roas?model=first_touch");
  std::map<std::string, json::value> rows;
  for (const auto& row : report.at("rows").as_array())
    rows[std::string(row.at("group").at("campaign_id").as_string())] = row;
  CHECK(rows.at("c1").at("group").at("name") == "Spring");
  CHECK(rows.at("c1").at("roas") == 2.5);
  CHECK(rows.at("c3").at("roas") == 0);
  CHECK(rows.at("c3").at("revenue") == "0.00");
  CHECK(report.at("totals").at("roas") == 2);
  CHECK(report.at("blended").at("roas") == 6);
}

TEST_CASE("one campaign's days show its own spend, and the totals stay those of the scope", "[app][reports]") {
  small_hub hub;
  const auto report = hub.read("/v1/reports/roas?model=first_touch&campaign=c1&group_by=month");
  const auto& rows = report.at("rows").as_array();
  std::string spend;
  for (const auto& row : rows)
    if (row.at("group").at("month") == "2026-01") spend = std::string(row.at("spend").as_string());
  CHECK(spend == "20.00");
  CHECK(report.at("totals").at("spend") == "25.00");
  CHECK(report.at("totals").at("booked") == "150.00");
}

TEST_CASE("every model's columns of a comparison add up to the same net", "[app][reports]") {
  small_hub hub;
  const auto totals = hub.read("/v1/reports/compare").at("totals").as_object();
  CHECK(totals.at("reconciles") == true);
  CHECK(totals.at("models").as_object().size() == 5);
  for (const auto& model : totals.at("models").as_object()) CHECK(model.value().at("revenue") == "150.00");
}

TEST_CASE("a refund is reported in its own month", "[app][reports]") {
  small_hub hub;
  const auto report = hub.read("/v1/reports/attribution?from=2026-02-01&to=2026-03-01");
  CHECK(report.at("totals").at("revenue") == "-50.00");
  CHECK(report.at("totals").at("conversions") == 0);
}

TEST_CASE("paths and duplicates are told of the same facts", "[app][reports]") {
  small_hub hub;
  const auto paths = hub.read("/v1/reports/paths");
  CHECK(paths.at("total_paths") == 1);
  CHECK(paths.at("no_touch") == 1);
  const auto dedup = hub.read("/v1/reports/dedup");
  CHECK(dedup.at("totals").at("events") == 3);
  CHECK(dedup.at("totals").at("conversions") == 2);
  CHECK(dedup.at("rows").at(0).at("rule") == "order_key");
  CHECK(dedup.at("totals").at("duplicate_value") == "100.00");
}

TEST_CASE("a report as CSV says outside the table from which facts and whether all of it", "[app][reports]") {
  small_hub hub;
  const auto answer = hub.get("/v1/reports/roas.csv");
  CHECK(answer.content_type.starts_with("text/csv"));
  CHECK(answer.body.starts_with("row,campaign_id,name,spend,"));
  CHECK(std::count(answer.headers.begin(), answer.headers.end(),
                   std::pair<std::string, std::string>("X-Complete", "true")) == 1);
}

TEST_CASE("a conversion is found under the id of any of its events", "[app][conversions]") {
  small_hub hub;
  const auto one = hub.read("/v1/conversions/" + merged_a);
  CHECK(one.at("conversion_id") == json::value(order_a));
  CHECK(one.at("redirected_from") == json::value(merged_a));
  CHECK(one.at("gross").at("amount") == "100.00");
  CHECK(one.at("net").at("amount") == "50.00");
  CHECK(one.at("ledger").as_array().size() == 2);
  CHECK(one.at("touchpoints").as_array().size() == 2);
  CHECK(one.at("merged_from").at(0).at("keys") == "order_id=A-1");
}

TEST_CASE("an explanation gives the credits that the report sums", "[app][conversions]") {
  small_hub hub;
  const auto why = hub.read("/v1/conversions/" + order_a + "/explain?model=linear&lookback_days=3");
  CHECK(why.at("touchpoints").as_array().size() == 1);
  CHECK(why.at("touchpoints").at(0).at("credit") == "50.00");
  CHECK(why.at("excluded").at(0).at("reason") == "outside-window");
  CHECK(why.at("check").at("reconciles") == true);
}

TEST_CASE("a list is filtered by contact and goes on at its cursor", "[app][conversions]") {
  small_hub hub;
  const auto mine = hub.read("/v1/conversions?contact=Ann%40example.com").at("data").as_array();
  REQUIRE(mine.size() == 1);
  CHECK(mine[0].at("conversion_id") == json::value(order_a));
  const auto first = hub.read("/v1/conversions?limit=1");
  const auto second = hub.read("/v1/conversions?limit=1&cursor=" + std::string(first.at("next_cursor").as_string()));
  CHECK(first.at("data").at(0).at("order_id") == "A-2");
  CHECK(second.at("data").at(0).at("order_id") == "A-1");
  CHECK(second.at("next_cursor").is_null());
  CHECK(hub.read("/v1/conversions?q=A-1").at("data").at(0).at("conversion_id") == json::value(order_a));
  CHECK(hub.read("/v1/conversions?q=A-9").at("data").as_array().empty());
}

TEST_CASE("a journey is found by address and by identifier", "[app][contacts]") {
  small_hub hub;
  const auto journey = hub.read("/v1/contacts/ann%40example.com/journey");
  REQUIRE(journey.at("journey").as_array().size() == 4);
  CHECK(journey.at("journey").at(3).at("adjustment") == "refund");
  CHECK(hub.read("/v1/contacts/email%3Aann%40example.com/journey") == journey);
  CHECK(hub.read("/v1/contacts/" + std::string(journey.at("contact_id").as_string()) + "/journey") == journey);
}

TEST_CASE("what is unknown is 404 and what is malformed 400, never an empty answer", "[app][conversions]") {
  small_hub hub;
  CHECK(hub.refusal("/v1/conversions/cv_00000000000000000000000000000000") == "404 conversion-unknown");
  CHECK(hub.refusal("/v1/conversions/cv_12") == "400 conversion-id-malformed");
  CHECK(hub.refusal("/v1/conversions/" + order_a + "/explain?model=regression") == "400 model-unknown");
  CHECK(hub.refusal("/v1/conversions/" + order_a + "/explain?model=markov") == "400 model-of-groups");
  CHECK(hub.refusal("/v1/conversions/" + order_a + "/explain?model=shapley") == "400 model-of-groups");
  CHECK(hub.refusal("/v1/reports/attribution?model=markov") == "409 too-few-conversions");
  CHECK(hub.refusal("/v1/conversions/" + order_a + "/explain?currency=USD") == "400 parameter-unsupported");
  CHECK(hub.refusal("/v1/conversions/" + order_a + "?model=linear") == "400 parameter-unknown");
  CHECK(hub.refusal("/v1/contacts/nobody%40example.com/journey") == "404 contact-unknown");
  CHECK(hub.refusal("/v1/contacts/nobody/journey") == "400 contact-key-malformed");
  CHECK(hub.refusal("/v1/conversions?contact=nobody%40example.com") == "404 contact-unknown");
  CHECK(hub.refusal("/v1/export/conversions.csv?contact=nobody%40example.com") == "404 contact-unknown");
  CHECK(hub.refusal("/v1/reports/attribution?modle=linear") == "400 parameter-unknown");
  CHECK(hub.refusal("/v1/quarantine?cursor=7") == "400 cursor-malformed");
}

TEST_CASE("an export has every conversion of the list", "[app][export]") {
  small_hub hub;
  const auto csv = hub.download("/v1/export/conversions.csv");
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
  CHECK(csv.find(order_a + ",2026-01-06T10:00:00Z,purchase,100.00,50.00,EUR,") != std::string::npos);
  const auto lines = hub.download("/v1/export/conversions.ndjson?contact=ann%40example.com");
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 1);
  CHECK(lines.find(order_a) != std::string::npos);
}

TEST_CASE("operators see that the hub is ready and what it holds", "[app][operations]") {
  small_hub hub;
  CHECK(hub.read("/healthz").at("status") == "ok");
  CHECK(hub.read("/readyz").at("status") == "ready");
  CHECK(hub.read("/v1/status").at("conversions") == 2);
  CHECK(hub.get("/metrics").body.find("\nconvhub_conversions 2\n") != std::string::npos);
  CHECK(hub.read("/v1/quarantine").at("data").as_array().empty());
}
