#include "sources/pull/judgement.hpp"

#include <catch2/catch.hpp>

#include "sources/pull/http_date.hpp"
#include "sources/pull/throttle.hpp"

using namespace hub;
using namespace hub::sources;

namespace {

constexpr instant received = 784'111'777 * second_us;  // Sun, 06 Nov 1994 08:49:37 GMT

fetch_answer answer(int status, std::string body = {}, std::vector<request_header> headers = {}) {
  return {status, std::move(headers), std::move(body), received};
}
std::optional<instant> asked_to_wait(std::vector<request_header> headers) {
  return retry_after(answer(429, {}, std::move(headers)));
}
judgement of_meta(int code, int subcode = 0, int status = 400, std::vector<request_header> headers = {}) {
  return judge_meta(answer(status,
                           "{\"error\":{\"message\":\"m\",\"code\":" + std::to_string(code) +
                               (subcode == 0 ? "" : ",\"error_subcode\":" + std::to_string(subcode)) + "}}",
                           std::move(headers)));
}
judgement of_hubspot(int status, const std::string& members, std::vector<request_header> headers = {}) {
  return judge_hubspot(answer(status, "{\"status\":\"error\"," + members + "}", std::move(headers)));
}

}  // namespace

TEST_CASE("dates of HTTP are read in their three spellings and in no other", "[sources][pull]") {
  for (const auto* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    CHECK(parse_http_date(text, received) == received);
  CHECK(parse_http_date("Fri, 01-Jan-26 00:00:00 GMT", received) == parse_instant("2026-01-01T00:00:00Z").value());
  CHECK(parse_http_date("Fri, 01-Jan-60 00:00:00 GMT", received) == parse_instant("1960-01-01T00:00:00Z").value());
  for (const auto* text : {"", "soon", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 08:49 GMT", "06 Nov 1994"})
    CHECK_FALSE(parse_http_date(text, received));
}

TEST_CASE("Retry-After is seconds, or a date that is measured by the answer's own Date", "[sources][pull]") {
  CHECK(asked_to_wait({{"retry-after", "7"}}) == 7 * second_us);
  CHECK(asked_to_wait({{"retry-after", "0"}}) == 0);
  CHECK(asked_to_wait({{"retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"}}) == 60 * second_us);
  // The platform's clock is a day ahead; it still asks for a minute.
  CHECK(asked_to_wait({{"retry-after", "Mon, 07 Nov 1994 08:50:37 GMT"}, {"date", "Mon, 07 Nov 1994 08:49:37 GMT"}}) ==
        60 * second_us);
  CHECK(asked_to_wait({{"retry-after", "Sat, 05 Nov 1994 00:00:00 GMT"}}) == 0);
  CHECK_FALSE(asked_to_wait({}));
  CHECK_FALSE(asked_to_wait({{"retry-after", "later"}}));
  CHECK_FALSE(asked_to_wait({{"retry-after", "-1"}}));
  CHECK(asked_to_wait({{"retry-after", "99999999999999999999"}}) == 10'000'000 * second_us);
}

TEST_CASE("an answer without codes is judged by its status", "[sources][pull]") {
  const auto kind = [](int status) { return judge_plain(answer(status), true).kind; };
  CHECK(kind(200) == answer_kind::fine);
  CHECK(kind(204) == answer_kind::fine);
  CHECK(kind(302) == answer_kind::again);
  for (const int status : {400, 401, 403, 404, 410, 422}) CHECK(kind(status) == answer_kind::stop);
  for (const int status : {408, 425, 500, 502, 503, 504, 524}) CHECK(kind(status) == answer_kind::again);
  CHECK(kind(429) == answer_kind::wait);
  CHECK(judge_plain(answer(503, {}, {{"retry-after", "30"}}), true).wait_us == 30 * second_us);
  CHECK(judge_plain(answer(401), true).why.code == "token-refused");
  CHECK(judge_plain(answer(403), true).why.code == "scope-missing");
  for (const int status : {401, 403}) {
    const auto closed = judge_plain(answer(status), false);
    CHECK(closed.kind == answer_kind::stop);
    CHECK_THAT(closed.why.detail, Catch::StartsWith("the address refuses to answer without credentials (HTTP 40"));
    CHECK_THAT(closed.why.detail, Catch::Contains("'convhub sync SOURCE'"));
  }
}

TEST_CASE("HubSpot's limits are waited for as its policies say", "[sources][pull][hubspot]") {
  const auto ten = of_hubspot(
      429, R"("policyName":"TEN_SECONDLY_ROLLING","message":"You have reached your ten_secondly_rolling limit.")");
  CHECK((ten.kind == answer_kind::wait && ten.wait_us == 10 * second_us));
  const auto told = of_hubspot(429, R"("policyName":"TEN_SECONDLY_ROLLING")",
                               {{"x-hubspot-ratelimit-interval-milliseconds", "3000"}});
  CHECK(told.wait_us == 3 * second_us);
  CHECK(of_hubspot(429, R"("policyName":"TEN_SECONDLY_ROLLING")", {{"retry-after", "4"}}).wait_us == 4 * second_us);
  CHECK(of_hubspot(429, R"("message":"You have reached your secondly limit.")").wait_us == second_us);
  CHECK(of_hubspot(429, R"("policyName":"DAILY")").wait_us == hour_us);
  CHECK(judge_hubspot(answer(423)).kind == answer_kind::wait);
  CHECK(judge_hubspot(answer(477, {}, {{"retry-after", "9"}})).wait_us == 9 * second_us);
}

TEST_CASE("what HubSpot will never allow stops the source, what may pass does not", "[sources][pull][hubspot]") {
  CHECK(of_hubspot(401, R"("category":"INVALID_AUTHENTICATION")").why.code == "token-refused");
  const auto scope = of_hubspot(403, R"("category":"MISSING_SCOPES","message":"needs crm.objects.deals.read")");
  CHECK((scope.kind == answer_kind::stop && scope.why.code == "scope-missing"));
  CHECK(scope.why.detail.find("crm.objects.deals.read") != std::string::npos);
  CHECK(of_hubspot(400, R"("category":"VALIDATION_ERROR","message":"no such property")").kind == answer_kind::stop);
  CHECK(judge_hubspot(answer(404, "<html>")).kind == answer_kind::again);
  CHECK(judge_hubspot(answer(207)).fine());
  for (const int status : {500, 502, 503, 521, 524})
    CHECK(judge_hubspot(answer(status, "<html>")).kind == answer_kind::again);
}

TEST_CASE("Meta's answers are judged by code and subcode, whatever the status", "[sources][pull][meta_ads]") {
  for (const int code : {4, 17, 32, 613, 80000, 80003, 80004, 80014}) CHECK(of_meta(code).kind == answer_kind::wait);
  for (const int status : {400, 403, 500}) CHECK(of_meta(17, 2446079, status).kind == answer_kind::wait);
  for (const auto& [code, subcode] : {std::pair(100, 1487534), {100, 1504018}, {2, 1504038}, {-3, 1504045}})
    CHECK(of_meta(code, subcode).kind == answer_kind::smaller);
  for (const auto& [code, subcode] : {std::pair(2, 1504043), {2, 1504044}, {-2, 2490547}, {1, 0}, {2, 0}, {999, 0}})
    CHECK(of_meta(code, subcode).kind == answer_kind::again);
  for (const auto& [code, subcode] :
       {std::pair(2, 1504041), {2, 1504042}, {100, 3191001}, {100, 33}, {190, 463}, {200, 0}})
    CHECK(of_meta(code, subcode).kind == answer_kind::stop);
  CHECK(of_meta(190).why.code == "token-refused");
  CHECK(of_meta(200, 0, 403).why.code == "scope-missing");
  CHECK(of_meta(80000, 0, 400, {{"x-business-use-case-usage", R"({"1":[{"estimated_time_to_regain_access":19}]})"}})
            .wait_us == 19 * minute_us);
  CHECK(judge_meta(answer(502, "<html>")).kind == answer_kind::again);
  CHECK(judge_meta(answer(200, R"({"data":[]})")).fine());
  CHECK(judge_meta(answer(200, R"({"error":{"code":190}})")).kind == answer_kind::stop);
}

TEST_CASE("what a platform says of itself is shown without addresses", "[sources][pull]") {
  const auto why = of_hubspot(400, R"("category":"VALIDATION_ERROR","message":"ann@shop.example is no number")").why;
  CHECK(why.detail.find("ann@") == std::string::npos);
}

TEST_CASE("platforms that near their limits are asked more slowly", "[sources][pull]") {
  const auto meta = [](std::string name, std::string value) { return meta_pause(answer(200, {}, {{name, value}})); };
  CHECK(meta("x-fb-ads-insights-throttle", R"({"app_id_util_pct":10,"acc_id_util_pct":74.9})") == 0);
  const auto slow = meta("x-ad-account-usage", R"({"acc_id_util_pct":85})");
  CHECK((slow == 15 * second_us));
  CHECK(meta("x-app-usage", R"({"call_count":28,"total_time":96,"total_cputime":25})") == 5 * minute_us);
  CHECK(meta("x-business-use-case-usage", R"({"1":[{"call_count":100,"estimated_time_to_regain_access":7}]})") ==
        7 * minute_us);
  CHECK(meta("x-app-usage", "no JSON") == 0);
  CHECK(meta("x-app-usage", R"({"call_count":"1e400","total_time":-5})") == 0);
  CHECK(hubspot_pause(answer(200, {}, {{"x-hubspot-ratelimit-remaining", "1"}})) == 0);
  CHECK(hubspot_pause(answer(200, {}, {{"x-hubspot-ratelimit-remaining", "0"}})) == 10 * second_us);
}
