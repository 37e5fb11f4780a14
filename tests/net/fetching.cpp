#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <future>

#include "fake_platforms.hpp"
#include "net/fetch_pool.hpp"
#include "sources/anytrack/anytrack.hpp"
#include "sources/pull/hubspot_pull.hpp"
#include "sources/pull/json_pull.hpp"
#include "sources/pull/meta_pull.hpp"
#include "sources/pull/rates_pull.hpp"

using namespace hub;
using namespace hub::net;
using namespace hub::net::test;
using namespace hub::sources;
using namespace std::chrono_literals;

namespace {

const std::string pipelines = "/crm/v3/pipelines/deals";

fetch_request get(const fake_platforms& from, const std::string& path = pipelines) {
  return {"GET", from.url() + path, {{"Accept", "application/json"}}, {}, fetch_secret::bearer("pat-test")};
}

fetch_outcome fetched(fetch_pool& pool, fetch_request request) {
  std::promise<fetch_outcome> promise;
  auto outcome = promise.get_future();
  pool.fetch(std::move(request), [&](fetch_outcome got) { promise.set_value(std::move(got)); });
  REQUIRE(outcome.wait_for(60s) == std::future_status::ready);
  return outcome.get();
}

fetch_limits quick() {
  fetch_limits limits;
  limits.connect = 1s;
  limits.total = 1s;
  return limits;
}

/// The code of the failure, or the status that came instead.
std::string failure(const fetch_outcome& got) {
  return got ? "status " + std::to_string(got->status) : got.error().code;
}

/// Drives a pull to its end as an actor would, without its pauses; what went wrong on the way is counted.
template <class Pull>
struct driven {
  std::size_t facts = 0, troubles = 0;
  std::string cursor;
  std::optional<judgement> gave_up;

  /// Why it gave up.
  std::string why() const { return gave_up ? gave_up->why.code + ": " + gave_up->why.detail : ""; }

  driven(fetch_pool& pool, Pull pull, instant now) {
    auto step = pull.first(now);
    for (int tries = 0; step.next;) {
      const auto got = fetched(pool, *step.next);
      if (!got) {
        ++troubles;
        if (++tries < 3) continue;
        gave_up = judge_failure(got.error());
        return;
      }
      step = pull.next(*got);
      facts += step.page.items.size();
      if (step.cursor) cursor = *step.cursor;
      tries = step.trouble && step.trouble->kind == answer_kind::again ? tries + 1 : 0;
      troubles += step.trouble ? 1 : 0;
      if (tries == 3) break;
    }
    gave_up = step.trouble;
  }
};

}  // namespace

TEST_CASE("a fetch brings status, headers and the unpacked body, and sends its secret", "[net][fetch]") {
  const fake_platforms platforms;
  platforms.control("tell", R"({"platform":"hubspot","call":"make_deals","count":100,"changed":1770000000000})");
  fetch_pool pool;
  auto request = get(platforms, "/crm/v3/objects/deals?limit=100");
  auto answer = fetched(pool, request);
  REQUIRE(answer.has_value());
  CHECK(answer->status == 200);
  CHECK(answer->header("content-encoding") == "gzip");
  CHECK(answer->header("x-hubspot-ratelimit-max") == "190");
  CHECK(answer->body.starts_with("{\"results\""));
  CHECK(answer->received_at > 1'700'000'000 * second_us);
  request.secret = {};
  CHECK(fetched(pool, request)->status == 401);
  const fetch_request by_query{"GET",
                               platforms.url() + "/v25.0/act_1010035716096012?fields=currency",
                               {},
                               {},
                               {fetch_secret::place::query, "access_token", "TOKEN"}};
  CHECK(fetched(pool, by_query)->status == 200);
  auto about_itself = by_query;
  about_itself.url = platforms.url() + "/v25.0/debug_token";
  CHECK(fetched(pool, about_itself)->status == 400);
  about_itself.secret.asked_about = "input_token";
  CHECK(fetched(pool, about_itself)->body.find("\"expires_at\": 0") != std::string::npos);
  fetch_request post = get(platforms, "/crm/v3/objects/deals/search");
  post.method = "POST";
  post.headers.emplace_back("Content-Type", "application/json");
  post.body = "{\"limit\":1}";
  CHECK(fetched(pool, post)->body.find("\"total\": 100") != std::string::npos);
}

TEST_CASE("a redirect is an answer, not a way to go", "[net][fetch]") {
  const fake_platforms platforms;
  platforms.fault(R"({"kind":"redirect","location":"http://127.0.0.1:1/"})");
  fetch_pool pool(quick());
  CHECK(fetched(pool, get(platforms))->status == 302);
}

TEST_CASE("an answer that breaks off, hangs, trickles or is too large is a failure, and the next one is whole",
          "[net][fetch]") {
  const fake_platforms platforms;
  fetch_pool pool(quick());
  for (const auto& [fault, code] : std::initializer_list<std::pair<std::string, std::string>>{
           {R"({"kind":"truncate","at":0})", "fetch-cut-short"},
           {R"({"kind":"truncate","at":100})", "fetch-cut-short"},
           {R"({"kind":"cut_chunks","at":100})", "fetch-cut-short"},
           {R"({"kind":"reset","count":2})", "fetch-cut-short"},  // of a kept connection once more by libcurl itself
           {R"({"kind":"hang","seconds":30})", "fetch-timeout"},
           {R"({"kind":"trickle","seconds":0.1})", "fetch-timeout"},
           {R"({"kind":"huge"})", "fetch-too-large"},
           {R"({"kind":"huge","announced":false})", "fetch-too-large"},
           {R"({"kind":"bomb","bytes":268435456})", "fetch-too-large"}}) {
    INFO(fault);
    platforms.control("reset", "{}");
    platforms.fault(fault);
    CHECK(failure(fetched(pool, get(platforms))) == code);
    platforms.control("reset", "{}");
    CHECK(failure(fetched(pool, get(platforms))) == "status 200");
  }
}

TEST_CASE("answers that hang hold up no others", "[net][fetch]") {
  const fake_platforms platforms;
  platforms.fault(R"({"kind":"hang","seconds":30,"count":10,"path":"/crm/"})");
  std::atomic<int> ended = 0;  // outlives the pool, which tells everybody when it ends
  fetch_pool pool;
  for (int i = 0; i < 10; ++i) pool.fetch(get(platforms), [&](fetch_outcome) { ++ended; });
  CHECK(failure(fetched(pool, get(platforms, "/stats/eurofxref/eurofxref-daily.xml"))) == "status 200");
  CHECK(ended == 0);
}

TEST_CASE("a pool that ends tells everybody who waits", "[net][fetch]") {
  const fake_platforms platforms;
  platforms.fault(R"({"kind":"hang","seconds":30,"count":100})");
  std::vector<std::string> codes;
  {
    fetch_pool pool;
    for (int i = 0; i < 40; ++i) pool.fetch(get(platforms), [&](fetch_outcome got) { codes.push_back(failure(got)); });
  }
  CHECK(codes == std::vector<std::string>(40, "fetch-stopped"));
}

TEST_CASE("a server that is not there, and an address that is none, are failures that name no secret", "[net][fetch]") {
  fetch_pool pool(quick());
  auto request =
      fetch_request{"GET", "http://127.0.0.1:1/x", {}, {}, {fetch_secret::place::query, "access_token", "TOKEN"}};
  auto got = fetched(pool, request);
  CHECK(failure(got) == "fetch-unreachable");
  CHECK(got.error().detail.find("TOKEN") == std::string::npos);
  request.url = "file:///etc/passwd";
  CHECK(failure(fetched(pool, request)) == "fetch-unreachable");
  request.url = "x";
  CHECK(failure(fetched(pool, request)) == "request-malformed");
  request.url = "http://127.0.0.1:1/x";
  request.secret = fetch_secret::bearer("TOKEN\r\nX-Evil: 1");
  got = fetched(pool, request);
  CHECK(failure(got) == "request-malformed");
  CHECK(got.error().detail.find("TOKEN") == std::string::npos);
}

TEST_CASE("a certificate must be one to be trusted", "[net][fetch]") {
  const auto folder = std::filesystem::temp_directory_path() / ("convhub-fetch-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const auto pem = (folder / "server.pem").string();
  const auto command =
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 "
      "-keyout '" +
      pem + ".key' -out '" + pem + ".crt' 2>/dev/null && cat '" + pem + ".key' '" + pem + ".crt' > '" + pem + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  {
    const fake_platforms platforms(pem);
    fetch_pool strict(quick());
    CHECK(failure(fetched(strict, get(platforms))) == "fetch-certificate");
    auto limits = quick();
    limits.ca_file = pem + ".crt";
    fetch_pool trusting(limits);
    CHECK(failure(fetched(trusting, get(platforms))) == "status 200");
    auto elsewhere = get(platforms);
    elsewhere.url.replace(elsewhere.url.find("127.0.0.1"), 9, "localhost");
    CHECK(failure(fetched(trusting, elsewhere)) == "fetch-certificate");
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("HubSpot's deals are pulled whole through everything that goes wrong for a moment", "[net][fetch][pull]") {
  const fake_platforms platforms;
  fetch_pool pool(quick());
  const auto pull = [&] {
    hubspot_pull_settings settings;
    settings.base_url = platforms.url();
    settings.secret = fetch_secret::bearer("pat-test");
    return driven(pool, hubspot_pull(settings, {}), 1'770'100'000 * second_us);
  };
  const auto tell = [&] {
    platforms.control("reset", "{}");
    platforms.control("tell",
                      R"({"platform":"hubspot","call":"make_deals","count":120,"changed":1770000000000,"apart":500})");
    platforms.control("tell",
                      R"({"platform":"hubspot","call":"make_deals","count":110,"first":1000,"changed":1770000060000})");
    platforms.control("tell", R"({"platform":"hubspot","call":"merge","into":1,"deals":[2,3],"at":1770000400000})");
    platforms.control("tell", R"({"platform":"hubspot","call":"archive","deals":[10,20],"at":1770000500000})");
    platforms.control("tell",
                      R"({"platform":"hubspot","call":"change","deals":[30],"at":1770000500000,"contacts":[]})");
  };
  tell();
  const auto undisturbed = pull();
  INFO(undisturbed.why());
  CHECK_FALSE(undisturbed.gave_up.has_value());
  CHECK(undisturbed.facts == 228 + 227);  // two deals are one with another, one has no contact any more
  CHECK(undisturbed.troubles == 0);
  for (const auto* fault :
       {R"("status","status":500)", R"("status","status":502,"body":"<html>Bad gateway</html>")",
        R"("status","status":429,"body":"{\"policyName\":\"SECONDLY\"}")", R"("truncate","at":40)", R"("bad_json")",
        R"("redirect","location":"http://127.0.0.1:1/")", R"("reset")", R"("bomb","bytes":67108864)"})
    for (const auto* path :
         {"/search", "/deals/batch", "/contacts/batch", "/associations/", "/pipelines/", "/deals$"}) {
      INFO(fault << " at " << path);
      tell();
      platforms.fault(std::string("{\"kind\":") + fault + ",\"path\":\"" + path + "\",\"count\":2}");
      const auto disturbed = pull();
      CHECK_FALSE(disturbed.gave_up.has_value());
      CHECK(disturbed.troubles >= 1);
      CHECK(disturbed.facts == undisturbed.facts);
      CHECK(disturbed.cursor == undisturbed.cursor);
    }
}

TEST_CASE("Meta's costs are pulled whole, by prepared reports where they are many", "[net][fetch][pull]") {
  const fake_platforms platforms;
  fetch_pool pool(quick());
  platforms.control("tell",
                    R"({"platform":"meta","call":"make_days","first":"2026-02-01","count":28,"campaigns":3,"ads":30})");
  const auto pull = [&] {
    meta_pull_settings settings;
    settings.base_url = platforms.url();
    settings.account = "1010035716096012";
    settings.secret = {fetch_secret::place::query, "access_token", "TOKEN"};
    settings.from = parse_day("2026-02-01").value();
    return driven(pool, meta_pull(settings, {}), parse_instant("2026-02-28T12:00:00Z").value());
  };
  const std::size_t rows = 28 * (3 + 3 + 90);
  CHECK(pull().facts == rows);
  platforms.control("tell", R"({"platform":"meta","call":"settings","most_rows":80,"looks":2})");
  const auto slow = pull();
  CHECK_FALSE(slow.gave_up.has_value());
  CHECK(slow.facts >= rows);  // windows that turned out too large began anew with fewer days
  CHECK(slow.troubles > 0);
}

TEST_CASE("a JSON list is pulled page by page", "[net][fetch][pull]") {
  const fake_platforms platforms;
  fetch_pool pool(quick());
  platforms.control("tell", R"({"platform":"anytrack","call":"make","count":1050})");
  json_pull_settings settings;
  settings.parse = parse_anytrack;
  settings.url = platforms.url() + "/anytrack/conversions?since={since}&until={until}&cursor={cursor}";
  settings.secret = {fetch_secret::place::header, "X-Api-Key", "AT-KEY"};
  settings.items = "/data/items";
  settings.next_cursor = "/data/next";
  settings.from = parse_instant("2026-01-31T00:00:00Z").value();
  platforms.fault(R"({"kind":"again","path":"conversions","skip":4})");
  const driven pulled(pool, json_pull(settings, {}), parse_instant("2026-02-03T00:00:00Z").value());
  CHECK_FALSE(pulled.gave_up.has_value());
  CHECK(pulled.troubles == 1);
  CHECK(pulled.facts == 1050);
}

TEST_CASE("the bank's rates are pulled from the file that closes the gap", "[net][fetch][pull]") {
  const fake_platforms platforms;
  fetch_pool pool(quick());
  for (const auto* day : {"2026-07-07", "2026-07-08", "2026-07-09"})
    platforms.control("tell", R"({"platform":"bank","call":"put","day":")" + std::string(day) +
                                  R"(","rates":{"USD":"1.1435","JPY":"185.72"}})");
  rates_pull_settings settings;
  settings.base_url = platforms.url() + "/stats/eurofxref";
  const auto now = parse_instant("2026-07-09T18:00:00Z").value();
  const driven whole(pool, rates_pull(settings, {}), now);
  CHECK(whole.facts == 6);
  CHECK(driven(pool, rates_pull(settings, rates_cursor_of(whole.cursor).value()), now).facts == 2);
}
