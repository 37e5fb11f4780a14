// The pulls of Meta's costs, of JSON APIs by configuration, and of the bank's rates, each against answers written here.
#include <catch2/catch.hpp>

#include "sources/anytrack/anytrack.hpp"
#include "sources/native/native.hpp"
#include "sources/pull/json_pull.hpp"
#include "sources/pull/meta_pull.hpp"
#include "sources/pull/rates_pull.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

fetch_answer ok(std::string body) { return {200, {}, std::move(body), 0}; }
std::int32_t day(std::string_view text) { return parse_day(text).value(); }
instant time(std::string_view text) { return parse_instant(text).value(); }

const std::string account = R"({"currency":"EUR","timezone_name":"Pacific/Auckland","id":"act_1"})";

std::string row(std::string_view date, std::string_view campaign) {
  return R"({"account_id":"1","campaign_id":")" + std::string(campaign) + R"(","spend":"1.00","date_start":")" +
         std::string(date) + R"(","date_stop":")" + std::string(date) + "\"}";
}

meta_pull_settings meta_settings() {
  static const zone auckland{"Pacific/Auckland", {INT64_MIN}, {13 * 3600}};
  meta_pull_settings settings;
  settings.account = "act_1";
  settings.levels = {spend_window::level::campaign};
  settings.from = day("2026-01-25");
  settings.secret = {fetch_secret::place::query, "access_token", "TOKEN"};
  settings.find_zone = [](std::string_view name) { return name == "Pacific/Auckland" ? &auckland : nullptr; };
  return settings;
}

/// The step behind what the account and the token are.
pull_step past_account(meta_pull& pull, const fetch_answer& token = ok("{}")) {
  pull.next(ok(account));
  return pull.next(token);
}

/// The days that a request asks for.
std::string days_of(const fetch_request& request) {
  const auto at = request.url.find("time_range=");
  if (at == request.url.npos) return {};
  const auto since = request.url.find("20", request.url.find("since", at) + 5);
  const auto until = request.url.find("20", request.url.find("until", at) + 5);
  return request.url.substr(request.url.find("2026", since), 10) + ".." +
         request.url.substr(request.url.find("2026", until), 10);
}

}  // namespace

TEST_CASE("Meta's costs are read in windows of days of the account, up to its today", "[sources][pull][meta_ads]") {
  meta_pull pull(meta_settings(), {});
  auto step = pull.first(time("2026-02-01T18:00:00Z"));  // already the 2nd in Auckland
  CHECK(step.next->url == "https://graph.facebook.com/v25.0/act_1?fields=currency%2Ctimezone_name");
  step = past_account(pull);
  CHECK(step.noticed.empty());
  CHECK(days_of(*step.next) == "2026-01-25..2026-01-31");
  CHECK(step.next->url.find("TOKEN") == std::string::npos);
  step = pull.next(ok("{\"data\":[" + row("2026-01-25", "7") + "]}"));
  const auto& cost = std::get<spend_event>(std::get<fact_body>(step.page.items.at(0)));
  CHECK(cost.cost == money{100, parse_currency("EUR").value()});
  CHECK(step.complete ==
        spend_window{"meta_ads", "1", spend_window::level::campaign, day("2026-01-25"), day("2026-01-31")});
  CHECK(days_of(*step.next) == "2026-02-01..2026-02-02");
  step = pull.next(ok("{\"data\":[]}"));
  CHECK(step.done());
  const auto cursor = meta_cursor_of(*step.cursor).value();
  CHECK(cursor.read_to == day("2026-02-02"));
}

TEST_CASE("each run reads the last days again, the first of a day all that Meta restates",
          "[sources][pull][meta_ads]") {
  const auto began = [](meta_cursor cursor) {
    auto settings = meta_settings();
    settings.window_days = 100;
    meta_pull pull(settings, cursor);
    pull.first(time("2026-02-28T00:00:00Z"));
    return days_of(*past_account(pull).next);
  };
  CHECK(began({day("2026-02-28"), day("2026-02-28")}) == "2026-02-26..2026-02-28");
  CHECK(began({day("2026-02-28"), day("2026-02-27")}) == "2026-02-01..2026-02-28");
  CHECK(began({day("2026-01-10"), day("2026-01-10")}) == "2026-01-11..2026-02-28");
}

TEST_CASE("a page of Meta's leads to the next by its cursor, an empty one too, and a loop is refused",
          "[sources][pull][meta_ads]") {
  meta_pull pull(meta_settings(), {});
  pull.first(time("2026-01-26T00:00:00Z"));
  auto step = past_account(pull);
  const auto page = [](const char* after, const std::string& rows) {
    return ok("{\"data\":[" + rows + R"(],"paging":{"cursors":{"after":")" + after +
              R"("},"next":"https://elsewhere.example/?access_token=SECRET"}})");
  };
  step = pull.next(page("A", ""));
  CHECK(step.next->url.ends_with("&after=A"));
  CHECK(step.next->url.starts_with("https://graph.facebook.com/"));
  CHECK_FALSE(step.complete);
  step = pull.next(page("B", row("2026-01-25", "1")));
  CHECK(step.page.items.size() == 1);
  const auto waiting = *step.next;
  step = pull.next(page("A", row("2026-01-25", "1")));
  CHECK(step.trouble->why.code == "pages-looped");
  CHECK(*step.next == waiting);
  step = pull.next(ok("{\"data\":[" + row("2026-03-25", "1") + "]}"));
  CHECK(step.trouble->why.code == "rows-not-asked-for");
  step = pull.next(ok("{\"data\":["));
  CHECK(step.trouble->why.code == "answer-unreadable");
  step = pull.next(ok("{\"data\":[]}"));
  CHECK(step.done());
}

TEST_CASE("what Meta calls too much is halved, and of a single day a report is prepared", "[sources][pull][meta_ads]") {
  const auto too_much = fetch_answer{400, {}, R"({"error":{"code":100,"error_subcode":1487534}})", 0};
  auto settings = meta_settings();
  settings.window_days = 2;
  meta_pull pull(settings, {});
  pull.first(time("2026-01-25T13:00:00Z"));
  auto step = past_account(pull);
  CHECK(days_of(*step.next) == "2026-01-25..2026-01-26");
  step = pull.next(too_much);
  CHECK(step.trouble->kind == answer_kind::smaller);
  CHECK(days_of(*step.next) == "2026-01-25..2026-01-25");
  step = pull.next(too_much);
  CHECK(step.next->method == "POST");
  CHECK(step.next->body.find("level=campaign") != std::string::npos);
  step = pull.next(ok(R"({"report_run_id":6023920149050})"));
  CHECK(step.next->url.ends_with("/v25.0/6023920149050"));
  CHECK(step.pause_us > 0);
  step = pull.next(ok(R"({"async_status":"Job Running","async_percent_completion":40})"));
  CHECK(step.next->url.ends_with("/v25.0/6023920149050"));
  step = pull.next(ok(R"({"async_status":"Job Completed","async_percent_completion":90})"));
  CHECK(step.next->url.ends_with("/v25.0/6023920149050"));
  step = pull.next(ok(R"({"async_status":"Job Skipped","async_percent_completion":0})"));
  CHECK(step.trouble->why.code == "report-failed");
  CHECK(step.next->method == "POST");
  pull.next(ok(R"({"report_run_id":"77"})"));
  step = pull.next(ok(R"({"async_status":"Job Completed","async_percent_completion":100})"));
  CHECK(step.next->url.find("/v25.0/77/insights?limit=500") != std::string::npos);
  step = pull.next(ok("{\"data\":[" + row("2026-01-25", "1") + "]}"));
  CHECK(step.page.items.size() == 1);
  CHECK(step.cursor);
  CHECK(days_of(*step.next) == "2026-01-26..2026-01-26");
}

TEST_CASE("when Meta's token expires is asked once a run, and a refusal to say so stops nothing",
          "[sources][pull][meta_ads]") {
  const auto expires = [](const fetch_answer& answer) {
    meta_pull pull(meta_settings(), {});
    pull.first(time("2026-01-26T00:00:00Z"));
    const auto asked = pull.next(ok(account));
    CHECK(asked.next->url == "https://graph.facebook.com/v25.0/debug_token");
    CHECK(asked.next->secret.asked_about == "input_token");
    const auto step = pull.next(answer);
    CHECK_FALSE(step.trouble);
    CHECK(days_of(*step.next) == "2026-01-25..2026-01-26");
    CHECK(step.next->secret.asked_about.empty());
    return step.token_expires ? format_instant(*step.token_expires) : "";
  };
  CHECK(expires(ok(R"({"data":{"expires_at":1772445600,"data_access_expires_at":0}})")) == "2026-03-02T10:00:00Z");
  CHECK(expires(ok(R"({"data":{"expires_at":1772445600,"data_access_expires_at":1772445500}})")) ==
        "2026-03-02T09:58:20Z");
  CHECK(expires(ok(R"({"data":{"expires_at":0}})")).empty());
  CHECK(expires(ok(R"({"data":{"expires_at":99999999999999999}})")).empty());
  CHECK(expires(ok(R"({"data":[)")).empty());
  CHECK(expires({400, {}, R"({"error":{"code":100,"message":"you must be an app developer"}})", 0}).empty());
}

TEST_CASE("a refused token stops Meta's pull with what to do", "[sources][pull][meta_ads]") {
  meta_pull pull(meta_settings(), {});
  pull.first(0);
  const auto step = pull.next({400, {}, R"({"error":{"code":190,"error_subcode":463,"message":"expired"}})", 0});
  CHECK(step.trouble->kind == answer_kind::stop);
  CHECK_FALSE(step.next);
  CHECK_FALSE(step.done());
}

TEST_CASE("a JSON API is read window by window and page by page, as its settings say", "[sources][pull][json]") {
  json_pull_settings settings;
  settings.parse = parse_anytrack;
  settings.url = "https://api.example/list?since={since}&until={until}&cursor={cursor}";
  settings.items = "/data/rows";
  settings.next_cursor = "/data/next";
  settings.from = time("2026-01-01T00:00:00Z");
  const auto now = time("2026-01-02T12:00:00Z");
  json_pull pull(settings, {});
  auto step = pull.first(now);
  CHECK(step.next->url ==
        "https://api.example/list?since=2026-01-01T00%3A00%3A00Z&until=2026-01-02T00%3A00%3A00Z&cursor=");
  const std::string sale =
      R"({"transactionId":"t1","eventName":"Purchase","eventTime":"2026-01-01T10:00:00Z","eventValue":3.77,"currency":"EUR"})";
  step = pull.next(ok(R"({"data":{"rows":[)" + sale + R"(],"next":"a b"}})"));
  const auto& made = std::get<conversion_event>(std::get<fact_body>(step.page.items.at(0)));
  CHECK(made.source == "anytrack");
  CHECK_FALSE(step.cursor);
  CHECK(step.next->url.ends_with("cursor=a%20b"));
  auto looped = pull.next(ok(R"({"data":{"rows":[],"next":"a b"}})"));
  CHECK(looped.trouble->why.code == "pages-looped");
  looped = pull.next(ok(R"({"data":{"rows":[)" + sale + R"(],"next":"c"}})"));
  CHECK(looped.trouble->why.code == "pages-looped");
  step = pull.next(ok(R"({"data":{"rows":[],"next":null}})"));
  CHECK(json_cursor_of(*step.cursor).value() == json_cursor{time("2026-01-02T00:00:00Z"), false});
  CHECK(step.next->url.ends_with("until=2026-01-02T12%3A00%3A00Z&cursor="));
  step = pull.next(ok(R"({"data":{"rows":[]}})"));
  CHECK(step.done());
  json_pull later(settings, json_cursor_of(*step.cursor).value());
  CHECK(later.first(now + hour_us).next->url.find("since=2026-01-02T11%3A00%3A00Z") != std::string::npos);
}

TEST_CASE("the next page's whole address is followed on the same host only", "[sources][pull][json]") {
  json_pull_settings settings;
  settings.parse = parse_anytrack;
  settings.url = "https://api.example/list";
  settings.next_cursor = "/next";
  settings.items = "/rows";
  json_pull pull(settings, {});
  pull.first(hour_us);
  auto step = pull.next(ok(R"({"rows":[],"next":"https://api.example.evil.example/list?page=2"})"));
  CHECK(step.trouble->why.code == "page-elsewhere");
  step = pull.next(ok(R"({"rows":[],"next":"https://api.example/list?page=2"})"));
  CHECK(step.next->url == "https://api.example/list?page=2");
}

TEST_CASE("pages that are only numbered end with an empty one", "[sources][pull][json]") {
  json_pull_settings settings;
  settings.source = "manual";
  settings.parse = parse_conversions;
  settings.method = "POST";
  settings.url = "https://api.example/list?page={page}";
  settings.body = R"({"from":"{since}"})";
  settings.times = json_pull_settings::time_format::unix_seconds;
  json_pull pull(settings, {});
  auto step = pull.first(hour_us);
  CHECK(step.next->body == R"({"from":"0"})");
  const std::string one = R"({"external_id":"1","type":"purchase","occurred_at":"2026-01-01T00:00:00Z"})";
  step = pull.next(ok("[" + one + "," + "{}" + "]"));
  CHECK(step.page.items.size() == 2);  // the second is set aside with its text
  CHECK(step.next->url.ends_with("page=2"));
  step = pull.next(ok("[]"));
  CHECK(step.done());
}

TEST_CASE("JSON pointers find members and elements, and nothing where there is nothing", "[sources][pull][json]") {
  json_document document;
  const auto root = document.parse(R"({"a/b":[10,{"~":"x"}],"":1})").value();
  CHECK(at_pointer(root, "/a~1b/1/~0").text() == "x");
  CHECK(at_pointer(root, "/a~1b/0").text() == "10");
  CHECK(at_pointer(root, "").is(json_kind::object));
  for (const auto* none : {"/a", "/a~1b/2", "/a~1b/-1", "/a~1b/0/x", "x"}) CHECK_FALSE(at_pointer(root, none));
}

TEST_CASE("the bank's smallest file that leaves no working day out is fetched", "[sources][pull][rates]") {
  const rates_pull_settings s;
  const auto file = [&](const char* last, const char* today) { return rates_file(s, day(last), day(today)); };
  CHECK(rates_file(s, 0, day("2026-07-10")) == s.history);
  CHECK(file("2026-07-09", "2026-07-10") == s.daily);  // Thursday, Friday
  CHECK(file("2026-07-10", "2026-07-13") == s.daily);  // Friday, Monday
  CHECK(file("2026-07-09", "2026-07-13") == s.last_90_days);
  CHECK(file("2026-07-10", "2026-07-12") == s.daily);
  CHECK(file("2026-04-16", "2026-07-10") == s.last_90_days);
  CHECK(file("2026-04-15", "2026-07-10") == s.history);
}

TEST_CASE("rates that were read move the cursor to their last day, and a file without rates moves nothing",
          "[sources][pull][rates]") {
  const auto file = [](const std::string& cubes) {
    return ok(
        "<?xml version=\"1.0\"?><gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\" "
        "xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\"><Cube>" +
        cubes + "</Cube></gesmes:Envelope>");
  };
  rates_pull pull({}, {});
  auto step = pull.first(time("2026-07-10T18:00:00Z"));
  CHECK(step.next->url == "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.xml");
  for (const auto& useless : {file(""), ok("<html>Moved</html>"), ok("")}) {
    step = pull.next(useless);
    REQUIRE(step.trouble);
    CHECK(step.trouble->why.code == "answer-unreadable");
  }
  step = pull.next({503, {}, "", 0});
  CHECK(step.trouble->kind == answer_kind::again);
  step = pull.next(
      file("<Cube time='2026-07-10'><Cube currency='USD' rate='1.15'/><Cube currency='JPY' rate='none'/></Cube>"
           "<Cube time='2026-07-09'><Cube currency='USD' rate='1.1435'/></Cube>"));
  REQUIRE(step.page.items.size() == 3);
  CHECK(std::get<fx_rate_event>(std::get<fact_body>(step.page.items[0])).rate == "1.15");
  CHECK(std::get<rejection>(step.page.items[1]).raw ==
        R"({"date":"2026-07-10","base":"EUR","quote":"JPY","rate":"none"})");
  CHECK(step.done());
  CHECK(rates_cursor_of(*step.cursor).value().last_day == day("2026-07-10"));
}
