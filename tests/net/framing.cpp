#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "net/framing_guard.hpp"
#include "test_server.hpp"

using namespace hub::net;
using namespace hub::net::test;

namespace {

struct refused_head {
  const char* code;
  std::string head;
};

/// Every framing the guard must not let through, each as a whole request that a lenient parser would take.
const std::vector<refused_head> refused = {
    {"framing-ambiguous", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {"framing-ambiguous", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"},
    {"transfer-encoding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n"},
    {"transfer-encoding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"},
    {"transfer-encoding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n"},
    {"transfer-encoding",
     "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {"transfer-encoding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n"},
    {"transfer-encoding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n"},
    {"transfer-encoding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \"chunked\"\r\n\r\n"},
    {"transfer-encoding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n\r\n"},
    {"transfer-encoding", "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {"content-length-repeated", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n"},
    {"content-length-repeated", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\ncontent-length: 6\r\n\r\n"},
    {"content-length-malformed", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5, 5\r\n\r\n"},
    {"content-length-malformed", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\n"},
    {"content-length-malformed", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"},
    {"content-length-malformed", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x5\r\n\r\n"},
    {"content-length-malformed", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n"},
    {"content-length-malformed", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \r\n\r\n"},
    {"host-repeated", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
    {"host-missing", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n"},
    {"host-missing", "GET / HTTP/1.1\r\n\r\n"},
    {"host-malformed", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"},
    {"host-malformed", "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n"},
    {"host-malformed", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
    {"target-form", "GET http://hub/ HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"target-form", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"target-form", "CONNECT hub:80 HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"target-characters", "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"target-characters", "GET /\xc3\xa9 HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"target-characters", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"target-characters", "GET /a\tb HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"request-line", "GET /\r\nHost: h\r\n\r\n"},
    {"request-line", "nonsense\r\n\r\n"},
    {"request-line", " GET / HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"request-line", "G@T / HTTP/1.1\r\nHost: h\r\n\r\n"},
    {"http-version", "GET / HTTP/2.0\r\nHost: h\r\n\r\n"},
    {"http-version", "GET / HTTP/1.2\r\nHost: h\r\n\r\n"},
    {"http-version", "GET / http/1.1\r\nHost: h\r\n\r\n"},
    {"header-control-character", std::string("GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n", 35)},
    {"header-control-character", "GET / HTTP/1.1\r\nHost: h\r\nX: a\x01z\r\n\r\n"},
    {"header-control-character", "GET / HTTP/1.1\r\nHost: h\r\nX: a\x7f\r\n\r\n"},
    {"header-folded", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n"},
    {"transfer-encoding", "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n"},
    {"header-folded", "GET / HTTP/1.1\r\n Host: h\r\n\r\n"},
    {"header-malformed", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length : 5\r\n\r\n"},
    {"header-malformed", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding\t: chunked\r\n\r\n"},
    {"header-malformed", "GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n"},
    {"header-malformed", "GET / HTTP/1.1\r\nHost: h\r\n: empty\r\n\r\n"},
    {"line-end", "GET / HTTP/1.1\nHost: h\n\n"},
    {"line-end", "GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n"},
    {"line-end", "GET / HTTP/1.1\r\nHost: h\nX: a\r\n\r\n"},
    {"line-end", "GET / HTTP/1.1\r\nHost: h\r\n\n"},
};

}  // namespace

TEST_CASE("every ambiguous framing is refused with 400 and the connection closed", "[net][framing]") {
  test_server server;
  for (const auto& each : refused) {
    raw_client client(server.port());
    // What follows must never be read as a second request.
    client.send(each.head + "0\r\n\r\n" + get("/smuggled"));
    INFO(each.head);
    CHECK(is_problem(client.read(), 400, each.code));
    CHECK(client.closed());
  }
}

TEST_CASE("ordinary heads pass the guard", "[net][framing]") {
  for (const std::string head : {
           "GET / HTTP/1.1\r\nHost: hub.example:8787\r\n\r\n",
           "GET / HTTP/1.1\r\nhost: [::1]:80\r\nX: tab\tand \xe9\r\nEmpty:\r\n\r\n",
           "GET / HTTP/1.0\r\n\r\n",
           "POST /v24.0/12/events?access_token=EA%2B HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
       }) {
    const auto fault = framing_fault(head);
    INFO(head);
    CHECK_FALSE(fault.has_value());
  }
}

TEST_CASE("a browser's raw brackets in the query reach the service", "[net][framing]") {
  test_server server;
  raw_client client(server.port());
  client.send(get("/tr?cd[value]=1&ud[em]={x}|\"<>^`\\"));
  CHECK(client.read().body == "GET /tr?cd[value]=1&ud[em]={x}|\"<>^`\\ ");
}

TEST_CASE("empty lines before a request are skipped", "[net][framing]") {
  test_server server;
  raw_client client(server.port());
  client.send("\r\n\r\n" + get("/a") + "\r\n" + get("/b"));
  CHECK(client.read().body == "GET /a ");
  CHECK(client.read().body == "GET /b ");
}

TEST_CASE("the end of a head is found wherever the reads fall", "[net][framing]") {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    const auto early = head_length(std::string_view(bytes).substr(0, cut));
    CHECK(early == (cut >= 27 ? 27u : 0u));
    CHECK(head_length(bytes, early == 0 ? cut : 0) == 27);
  }
  CHECK(head_length("GET / HTTP/1.1\nHost: h\n\nrest") == 24);
}
