// Every route against every scope: the table of routes says what each needs, and each is held to it.
#include <catch2/catch.hpp>
#include <future>

#include "domain/sha256.hpp"
#include "idle_hub.hpp"

using namespace hub;
using namespace hub::net;

namespace {

constexpr scope all_scopes[] = {scope::pixel, scope::ingest, scope::read, scope::admin};

std::string secret_of(scope which) { return "chk_" + std::string(to_string(which)); }

/// `/v{version:digits}.0/{id}` with something in place of what it captures.
std::string filled(std::string_view pattern) {
  std::string path;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    path += pattern[at] == '{' ? '1' : pattern[at];
    if (pattern[at] == '{') at = pattern.find('}', at);
  }
  return path;
}

/// The hub with one key of each scope, and with injected faults, so that there is every route.
struct keyed_hub : test::idle_hub {
  keyed_hub() {
    api.faults = true;
    key_ring::keys known;
    for (const auto each : all_scopes) {
      access_key key;
      key.id = known.size() + 1;
      key.scopes.add(each);
      key.secret_sha256 = sha256_hex(secret_of(each));
      known.push_back(key);
    }
    keys.hold(known);
    table.emplace(api_routes(api), gate);
  }

  http_answer ask(const route& which, std::vector<std::pair<std::string, std::string>> headers,
                  std::string peer = "203.0.113.7") {
    return ask(std::string(which.method), filled(which.pattern), std::move(headers), std::move(peer));
  }
  http_answer ask(std::string method, std::string target, std::vector<std::pair<std::string, std::string>> headers,
                  std::string peer = "203.0.113.7", std::string body = {}) {
    http_request request{std::move(method), std::move(target), std::move(headers),
                         std::move(body),   std::move(peer),   "rq"};
    const auto answered = std::make_shared<std::promise<http_answer>>();
    auto answer = answered->get_future();
    table->handle(std::move(request), [answered](http_answer given) { answered->set_value(std::move(given)); });
    REQUIRE(answer.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    return answer.get();
  }

  std::optional<router> table;
};

std::vector<std::pair<std::string, std::string>> bearer(std::string_view secret) {
  return {{"authorization", "Bearer " + std::string(secret)}};
}

bool refused(const http_answer& answer) { return answer.status == 401 || answer.status == 403 || answer.status == 429; }

std::string header(const http_answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return {};
}

}  // namespace

TEST_CASE("every route lets in the keys whose scope it needs, and no other", "[net][keys]") {
  keyed_hub hub;
  for (const auto& each : api_routes(hub.api)) {
    const auto needs = scope_of(each.needs);
    for (const auto given : all_scopes) {
      INFO(each.method << ' ' << each.pattern << " with " << to_string(given));
      const auto answer = hub.ask(each, bearer(secret_of(given)));
      if (each.needs == access::open) {
        CHECK_FALSE(refused(answer));
      } else if (each.needs == access::own_signature) {
        CHECK(answer.status == 401);
      } else {
        scope_set held;
        held.add(given);
        CHECK(answer.status != 401);
        CHECK((answer.status == 403) == !held.allows(*needs));
        if (answer.status == 403) CHECK(answer.body.find(to_string(*needs)) != std::string::npos);
      }
    }
  }
}

TEST_CASE("every route but those of browsers and probes answers 401 without a key and with a wrong one",
          "[net][keys]") {
  keyed_hub hub;
  std::vector<std::string> open;
  for (const auto& each : api_routes(hub.api)) {
    INFO(each.method << ' ' << each.pattern);
    if (each.needs == access::open) {
      if (each.method == "GET" || each.method == "POST") open.push_back(std::string(each.pattern));
      continue;
    }
    for (const auto& headers : {bearer("chk_wrong"), {}}) {
      const auto answer = hub.ask(each, headers, "127.0.0.1");
      CHECK(answer.status == 401);
      if (each.needs != access::own_signature) CHECK_FALSE(header(answer, "WWW-Authenticate").empty());
    }
  }
  std::erase_if(open, [](const auto& path) { return path.starts_with("/assets/"); });
  std::sort(open.begin(), open.end());
  CHECK(open == std::vector<std::string>{"/", "/healthz", "/hub.js", "/openapi.json", "/readyz", "/tr", "/tr", "/tr/",
                                         "/tr/", "/v1/web"});
}

TEST_CASE("without keys every route serves the hub's own machine, and only open ones another", "[net][keys]") {
  keyed_hub hub;
  hub.keys.hold({});
  for (const auto& each : api_routes(hub.api)) {
    INFO(each.method << ' ' << each.pattern);
    if (each.needs == access::own_signature) continue;
    CHECK_FALSE(refused(hub.ask(each, {{"host", "127.0.0.1:8787"}}, "127.0.0.1")));
    CHECK(refused(hub.ask(each, {{"host", "127.0.0.1:8787"}}, "203.0.113.7")) == (each.needs != access::open));
    const bool seen_or_changed = each.needs == access::read || each.needs == access::admin;
    CHECK(refused(hub.ask(each, {{"host", "evil.example"}}, "127.0.0.1")) == seen_or_changed);
  }
}

TEST_CASE("Meta's clients send the key as access_token, in the query or any form of body", "[net][keys]") {
  keyed_hub hub;
  const auto path = std::string("/v25.0/123/events");
  const auto ask = [&](std::string target, std::string body = {}, std::string type = "application/json") {
    return hub.ask("POST", std::move(target), {{"content-type", std::move(type)}}, "203.0.113.7", std::move(body));
  };
  CHECK_FALSE(refused(ask(path + "?access_token=chk_ingest")));
  CHECK_FALSE(refused(ask(path, R"({"data":[],"access_token":"chk_ingest"})")));
  CHECK_FALSE(refused(ask(path, "data=%5B%5D&access_token=chk_ingest", "application/x-www-form-urlencoded")));
  CHECK_FALSE(
      refused(ask(path, "--x\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\nchk_ingest\r\n--x--\r\n",
                  "multipart/form-data; boundary=x")));
  CHECK_FALSE(refused(ask("/capi/123/events", R"({"accessKey":"chk_ingest","data":[]})")));
  const auto wrong = ask(path + "?access_token=TOKEN");
  CHECK(wrong.status == 401);
  CHECK(wrong.body.find(R"("type":"OAuthException","code":190)") != std::string::npos);
  CHECK(header(wrong, "WWW-Authenticate") == "Bearer");
  const auto reader = ask(path + "?access_token=chk_read");
  CHECK(reader.status == 403);
  CHECK(reader.body.find(R"("code":200)") != std::string::npos);
}

TEST_CASE("Segment's clients send the key as the user of Basic, and configured write keys stay good beside it",
          "[net][keys]") {
  keyed_hub hub;
  const auto status = [&](std::vector<std::pair<std::string, std::string>> headers, std::string body = {}) {
    return hub.ask("POST", "/v1/batch", std::move(headers), "203.0.113.7", std::move(body)).status;
  };
  constexpr auto pixel = "Basic Y2hrX3BpeGVsOg==", write_key = "Basic V0tfVEVTVDo=", read = "Basic Y2hrX3JlYWQ6";
  CHECK(status({{"authorization", pixel}}) == 400);  // let in, with no body
  CHECK(status({}, R"({"writeKey":"chk_ingest","batch":[]})") != 401);
  CHECK(status({{"authorization", read}}) == 403);
  CHECK(status({{"authorization", write_key}}) == 401);
  hub.doors.change(
      {}, {.public_base_url = {}, .hubspot_secrets = {}, .anytrack_tokens = {}, .segment_write_keys = {"WK_TEST"}});
  CHECK(status({{"authorization", write_key}}) == 400);
  CHECK(status({{"authorization", pixel}}) == 400);
  const auto refusal = hub.ask("POST", "/v1/batch", {{"origin", "https://shop.example"}});
  CHECK(refusal.status == 401);
  CHECK(header(refusal, "WWW-Authenticate") == "Basic realm=\"write key\"");
  CHECK(header(refusal, "Access-Control-Allow-Origin") == "https://shop.example");
}

TEST_CASE("AnyTrack's token keeps its door; where none is configured a key opens it", "[net][keys]") {
  keyed_hub hub;
  const auto status = [&](std::string query) {
    return hub.ask("GET", "/webhooks/anytrack?eventName=Purchase" + query, {}).status;
  };
  CHECK(status("") == 401);
  CHECK(status("&token=chk_read") == 403);
  CHECK_FALSE(status("&token=chk_ingest") == 401);
  hub.doors.change({},
                   {.public_base_url = {}, .hubspot_secrets = {}, .anytrack_tokens = {"AT"}, .segment_write_keys = {}});
  CHECK(status("&token=chk_ingest") == 401);
  CHECK_FALSE(status("&token=AT") == 401);
}
