// `key`: what it asks the hub, what it prints where, and where commands take their key from.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

#include "net/listener.hpp"
#include "recorded_hub.hpp"
#include "scratch_file.hpp"

using namespace hub;
using namespace hub::app;

TEST_CASE("key create prints the secret alone, and what there is to say beside it", "[app][keys]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"data":[{"id":"key_0","scopes":["admin"],"revoked_at":null}]})"),
                 answer_of(201, R"({"id":"key_1","name":"shop","scopes":["ingest","read"],"ending":"abcd",
                                    "secret":"chk_secret","note":"no live key has the scope admin"})")};
  const session s(hub, {"key", "create", "shop", "--scope", "read,ingest"});
  CHECK(s.code == exit_code::ok);
  CHECK(s.out.str() == "chk_secret\n");
  CHECK(s.err.str() ==
        "Key key_1 'shop' is in force. Keep its secret now: the hub does not know it any more.\n"
        "Note: no live key has the scope admin.\n");
  REQUIRE(hub.asked.size() == 2);
  CHECK(hub.asked[0].method + ' ' + hub.asked[0].target == "GET /v1/keys");
  CHECK(hub.asked[1].method + ' ' + hub.asked[1].target == "POST /v1/keys");
  CHECK(hub.asked[1].body == R"({"name":"shop","scopes":["ingest","read"]})");
}

TEST_CASE("no first key is made that would lock its maker out, unless that is wanted", "[app][keys]") {
  for (const auto* keys : {R"({"data":[]})", R"({"data":[{"scopes":["read"],"revoked_at":null}]})",
                           R"({"data":[{"scopes":["admin"],"revoked_at":"2026-02-09T10:01:07Z"}]})"}) {
    recorded_hub hub;
    hub.answers = {answer_of(200, keys)};
    const session s(hub, {"key", "create", "shop", "--scope", "ingest,read"});
    CHECK(s.code == exit_code::failed);
    CHECK(s.out.str().empty());
    CHECK(s.err.str().find("would lock you out") != std::string::npos);
    CHECK(hub.asked.size() == 1);
  }
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"key", "create", "shop", "--scope", "ingest", "--yes"}, {"key", "create", "owner", "--scope", "admin"}}) {
    recorded_hub hub;
    hub.answers = {answer_of(201, R"({"id":"key_1","name":"x","secret":"chk_secret"})")};
    CHECK(session(hub, words).code == exit_code::ok);
    REQUIRE(hub.asked.size() == 1);
    CHECK(hub.asked[0].method == "POST");
  }
}

TEST_CASE("key create with a scope that there is not is a usage error and asks nothing", "[app][keys]") {
  recorded_hub hub;
  const session s(hub, {"key", "create", "shop", "--scope", "reed"});
  CHECK(s.code == exit_code::usage);
  CHECK(s.err.str().find("Did you mean 'read'?") != std::string::npos);
  CHECK(session(hub, {"key", "create", "shop"}).code == exit_code::usage);
  CHECK(hub.asked.empty());
}

TEST_CASE("key list shows keys as a table, key revoke names one", "[app][keys]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"data":[{"id":"key_1","name":"shop","scopes":["ingest","read"],"ending":"abcd",
                                    "created_at":"2026-02-09T10:01:07Z","revoked_at":null}]})")};
  const session listed(hub, {"key", "list"});
  CHECK(listed.out.str().find("ingest,read") != std::string::npos);
  hub.answers = {answer_of(200, R"({"data":[{"id":"key_0","scopes":["admin"],"revoked_at":null}]})")};
  CHECK(session(hub, {"key", "revoke", "key_1"}).code == exit_code::ok);
  CHECK(hub.asked.back().method + ' ' + hub.asked.back().target == "DELETE /v1/keys/key_1");
}

TEST_CASE("the last key that may make keys is not revoked, unless that is wanted", "[app][keys]") {
  const auto keys = [](const std::string& other) {
    return answer_of(200, R"({"data":[{"id":"key_1","scopes":["read","admin"],"revoked_at":null},)"
                          R"({"id":"key_2","scopes":["admin"],"revoked_at":)" +
                              other + "}]}");
  };
  recorded_hub hub;
  hub.answers = {keys("\"2026-02-09T10:01:07Z\"")};
  const session refused(hub, {"key", "revoke", "key_1"});
  CHECK(refused.code == exit_code::failed);
  CHECK(refused.err.str().starts_with("convhub: no key was revoked: "));
  CHECK(hub.asked.size() == 1);
  hub.answers = {keys("null")};
  CHECK(session(hub, {"key", "revoke", "key_1"}).code == exit_code::ok);
  CHECK(hub.asked.back().method == "DELETE");
  hub.asked.clear();
  CHECK(session(hub, {"key", "revoke", "key_1", "--yes"}).code == exit_code::ok);
  REQUIRE(hub.asked.size() == 1);
  CHECK(hub.asked[0].method == "DELETE");
}

namespace {

/// Answers with the Authorization it was sent.
struct telling_server : net::http_service {
  void handle(net::http_request request, net::answer_handler done) override {
    net::http_answer answer;
    answer.body = "{\"sent\":\"" + std::string(request.header("authorization")) + "\"}";
    done(std::move(answer));
  }
};

}  // namespace

TEST_CASE("commands send the key of the file, else that of the variable, else none", "[app][keys]") {
  net::metrics_registry metrics;
  telling_server service;
  net::listener_settings where;
  where.port = 0;
  const auto server = net::listener::start(where, service, metrics);
  REQUIRE(server.has_value());
  const auto url = "http://127.0.0.1:" + std::to_string(server->port());
  const auto world = real_outside({});
  const auto sent = [&](const std::string& file) -> std::string {
    const auto hub = world.ask({url, {}, false, file});
    if (!hub) return hub.error().code;
    net::http_request request;
    request.method = "GET";
    request.target = "/";
    const auto answer = (*hub)->exchange(std::move(request));
    return answer ? answer->body : answer.error().code;
  };
  const scratch_file file("key", " chk_file\n");
  ::unsetenv("CONVHUB_KEY");
  CHECK(sent("") == R"({"sent":""})");
  ::setenv("CONVHUB_KEY", "chk_variable", 1);
  CHECK(sent("") == R"({"sent":"Bearer chk_variable"})");
  CHECK(sent(file.path) == R"({"sent":"Bearer chk_file"})");
  CHECK(sent(file.path + ".missing") == "config-key-file");
  ::setenv("CONVHUB_KEY", "chk\r\nX-Evil: 1", 1);
  CHECK(sent("") == "config-key-file");
  ::unsetenv("CONVHUB_KEY");
}
