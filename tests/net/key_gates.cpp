// Who is let in: by key and scope, or by being on the hub's own machine while there are no keys.
#include <catch2/catch.hpp>

#include "domain/sha256.hpp"
#include "net/key_gate.hpp"
#include "net/key_secret.hpp"
#include "net/own_machine.hpp"

using namespace hub;
using namespace hub::net;

namespace {

using std::chrono::seconds;

access_key key_of(std::uint64_t id, std::string_view scopes, std::string_view secret) {
  access_key key;
  key.id = id;
  key.scopes = parse_scopes(scopes).value();
  key.secret_sha256 = sha256_hex(secret);
  return key;
}

http_request from(std::string peer, std::vector<std::pair<std::string, std::string>> headers = {}) {
  http_request request;
  request.method = "GET";
  request.peer = std::move(peer);
  request.headers = std::move(headers);
  return request;
}

http_request with_key(std::string_view secret, std::string peer = "203.0.113.7") {
  return from(std::move(peer), {{"authorization", "Bearer " + std::string(secret)}});
}

/// A gate that lets three wrong keys pass a minute, and its clock.
struct watched_gate {
  key_ring keys{{key_of(1, "ingest", "chk_ingest"), key_of(2, "read", "chk_read"), key_of(3, "admin", "chk_admin")}};
  wrong_keys::time now{};
  key_gate gate{keys, 3, [this] { return now; }};

  std::string ask(scope needs, const http_request& request) {
    const auto why = gate.ask(needs, request);
    return why ? std::to_string(why->status) + ' ' + why->why.code : "in";
  }
};

}  // namespace

TEST_CASE("a key lets in where its scope reaches, and the refusal names the scope that is missing", "[net][keys]") {
  watched_gate at;
  CHECK(at.ask(scope::ingest, with_key("chk_ingest")) == "in");
  CHECK(at.ask(scope::pixel, with_key("chk_ingest")) == "in");
  CHECK(at.ask(scope::read, with_key("chk_ingest")) == "403 scope-missing");
  CHECK(at.ask(scope::ingest, with_key("chk_read")) == "403 scope-missing");
  for (const auto each : {scope::pixel, scope::ingest, scope::read, scope::admin})
    CHECK(at.ask(each, with_key("chk_admin")) == "in");
  const auto why = at.gate.ask(scope::admin, with_key("chk_read"));
  REQUIRE(why);
  CHECK(why->why.detail == "this needs a key with the scope admin; the key that came has read");
}

TEST_CASE("without a key, with a wrong one and with a revoked one nobody is let in", "[net][keys]") {
  watched_gate at;
  CHECK(at.ask(scope::read, from("127.0.0.1", {{"host", "127.0.0.1"}})) == "401 key-missing");
  CHECK(at.ask(scope::read, with_key("chk_other")) == "401 key-unknown");
  CHECK(at.ask(scope::read, with_key(sha256_hex("chk_read"))) == "401 key-unknown");
  auto revoked = key_of(2, "read", "chk_read");
  revoked.revoked_at = 1;
  at.keys.hold({revoked});
  CHECK(at.ask(scope::read, with_key("chk_read")) == "401 key-unknown");
  CHECK(at.gate.keyed());  // the last key is revoked, and the door does not open by it
  CHECK(at.ask(scope::read, from("127.0.0.1", {{"host", "127.0.0.1"}})) == "401 key-missing");
}

TEST_CASE("one right key among several that came is enough", "[net][keys]") {
  watched_gate at;
  const std::vector<std::string> given{"wrong", "", "chk_ingest"};
  CHECK_FALSE(at.gate.ask(scope::ingest, with_key("chk_other"), given));
  CHECK_FALSE(at.gate.ask(scope::ingest, from("203.0.113.7"), given));
}

TEST_CASE("a 401 names the scheme, a 429 when to come again", "[net][keys]") {
  const auto header = [](const http_answer& answer) {
    return answer.headers.empty() ? "" : answer.headers[0].first + ": " + answer.headers[0].second;
  };
  CHECK(header(problem({401, fail("key-missing", "no")}, "rq")) == "WWW-Authenticate: Bearer");
  CHECK(header(problem({403, fail("scope-missing", "no")}, "rq")).empty());
  CHECK(header(problem({429, fail("keys-too-many-wrong", "no"), 31}, "rq")) == "Retry-After: 31");
}

TEST_CASE("too many wrong keys of an address within a minute are answered 429, a right one never", "[net][keys]") {
  watched_gate at;
  for (int i = 0; i < 3; ++i) CHECK(at.ask(scope::read, with_key("chk_guess")) == "401 key-unknown");
  at.now += seconds(20);
  const auto why = at.gate.ask(scope::read, with_key("chk_guess"));
  REQUIRE(why);
  CHECK(why->status == 429);
  CHECK(why->retry_after_s == 40);
  CHECK(at.ask(scope::read, with_key("chk_read")) == "in");
  CHECK(at.ask(scope::read, from("203.0.113.7")) == "401 key-missing");
  CHECK(at.ask(scope::read, with_key("chk_guess", "203.0.113.8")) == "401 key-unknown");
  at.now += seconds(40);
  CHECK(at.ask(scope::read, with_key("chk_guess")) == "401 key-unknown");
}

TEST_CASE("all addresses of one network of IPv6 are one sender, those of IPv4 are many", "[net][keys]") {
  wrong_keys counts(1);
  CHECK(counts.note("2001:db8:1:2::1", {}) == 0);
  CHECK(counts.note("2001:db8:1:2:ffff::9", {}) == 60);
  CHECK(counts.note("2001:db8:1:3::1", {}) == 0);
  CHECK(counts.note("::ffff:203.0.113.7", {}) == 0);
  CHECK(counts.note("::ffff:203.0.113.8", {}) == 0);
}

TEST_CASE("however many addresses send wrong keys, no more than so many are remembered", "[net][keys]") {
  wrong_keys counts(1);
  for (std::size_t i = 0; i < 2 * wrong_keys::most_addresses; ++i)
    counts.note("10." + std::to_string(i / 65536) + '.' + std::to_string(i / 256 % 256) + '.' + std::to_string(i % 256),
                wrong_keys::time(std::chrono::milliseconds(i)));
  CHECK(counts.addresses() == wrong_keys::most_addresses);
  CHECK(counts.note("10.0.31.255", wrong_keys::time(seconds(10))) > 0);  // the last one is known still
}

TEST_CASE("without keys the hub's own machine may do everything and no other anything", "[net][keys]") {
  key_ring none;
  key_gate gate(none);
  for (const auto* peer : {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"})
    for (const auto each : {scope::pixel, scope::ingest, scope::read, scope::admin})
      CHECK_FALSE(gate.ask(each, from(peer, {{"host", "localhost:8787"}})));
  for (const auto* peer : {"203.0.113.7", "::ffff:203.0.113.7", "2001:db8::1", "unknown"})
    for (const auto each : {scope::pixel, scope::ingest, scope::read, scope::admin}) {
      const auto why = gate.ask(each, from(peer, {{"host", "localhost:8787"}}));
      REQUIRE(why);
      CHECK(why->status == 401);
    }
  CHECK_FALSE(gate.ask(scope::admin, from("")));  // a command that opened the data directory itself
}

TEST_CASE("without keys a page of another site can neither read nor change anything", "[net][keys]") {
  key_ring none;
  key_gate gate(none);
  const auto status = [&](scope needs, std::vector<std::pair<std::string, std::string>> headers) {
    const auto why = gate.ask(needs, from("127.0.0.1", std::move(headers)));
    return why ? why->status : 200;
  };
  using headers = std::vector<std::pair<std::string, std::string>>;
  const headers foreign[] = {
      {{"host", "127.0.0.1:8787"}, {"origin", "https://evil.example"}},
      {{"host", "127.0.0.1:8787"}, {"origin", "null"}},
      {{"host", "127.0.0.1:8787"}, {"origin", "http://127.0.0.1.evil.example:8787"}},
      {{"host", "127.0.0.1:8787"}, {"sec-fetch-site", "cross-site"}},
  };
  for (const auto& each : foreign) {
    CHECK(status(scope::read, each) == 403);
    CHECK(status(scope::admin, each) == 403);
    CHECK(status(scope::ingest, each) == 403);
    CHECK(status(scope::pixel, each) == 200);  // beacons of other sites are what the pixel is for
  }
  for (const auto* host : {"evil.example:8787", "127.0.0.1.evil.example", "localhost.evil.example", "0.0.0.0:8787"}) {
    const headers rebound{{"host", host}, {"sec-fetch-site", "same-origin"}};
    CHECK(status(scope::read, rebound) == 403);
    CHECK(status(scope::admin, rebound) == 403);
  }
  for (const auto* host : {"127.0.0.1:8787", "LocalHost:9", "[::1]:8787", "[::1]", "localhost"}) {
    const headers own{{"host", host}, {"origin", "http://localhost:5173"}, {"sec-fetch-site", "same-origin"}};
    CHECK(status(scope::read, own) == 200);
    CHECK(status(scope::admin, own) == 200);
  }
}

TEST_CASE("an endless answer is welcome while its key is in force, or while there are no keys", "[net][keys]") {
  watched_gate at;
  const auto reads = at.gate.still_welcome(with_key("chk_read"));
  CHECK(reads());
  at.keys.hold({key_of(1, "ingest", "chk_ingest")});
  CHECK_FALSE(reads());
  key_ring none;
  const key_gate open(none);
  const auto anybody = open.still_welcome(from("127.0.0.1"));
  CHECK(anybody());
  none.hold({key_of(1, "admin", "chk_admin")});
  CHECK_FALSE(anybody());
}

TEST_CASE("secrets are chk_ and 32 characters that fit into an address, never the same", "[net][keys]") {
  const auto one = make_key_secret().value(), other = make_key_secret().value();
  CHECK(one != other);
  CHECK(one.size() == 36);
  CHECK(one.starts_with("chk_"));
  CHECK(one.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == one.npos);
}
