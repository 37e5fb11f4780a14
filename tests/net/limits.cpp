#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "net/content_coding.hpp"
#include "test_server.hpp"

using namespace hub::net;
using namespace hub::net::test;
using namespace std::chrono_literals;

namespace {

std::string gzipped(std::string_view text) { return gzip_writer().write(text, true); }

/// Holds back every answer until the test lets them go.
struct held_answers {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<answer_handler> waiting;

  scripted_service::script script() {
    return [this](http_request, answer_handler done) {
      const std::lock_guard lock(mutex);
      waiting.push_back(std::move(done));
      changed.notify_all();
    };
  }
  void wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    REQUIRE(changed.wait_for(lock, 20s, [&] { return waiting.size() >= count; }));
  }
  void release() {
    const std::lock_guard lock(mutex);
    for (auto& each : waiting) {
      http_answer answer;
      answer.body = "late";
      each(std::move(answer));
    }
    waiting.clear();
  }
};

}  // namespace

TEST_CASE("a body above the limit is refused by its announced length", "[net][limits]") {
  test_server server;
  raw_client client(server.port());
  client.send(post("/big", std::string(10'000'000, 'x')));
  CHECK(is_problem(client.read(), 413, "body-too-large"));
  CHECK(client.closed());
}

TEST_CASE("a chunked body above the limit is refused when it passes it", "[net][limits]") {
  listener_settings settings;
  settings.max_body_bytes = 100'000;
  test_server server(settings);
  raw_client client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "8000\r\n" + std::string(0x8000, 'x') + "\r\n";
  for (int i = 0; i < 8; ++i) client.send(chunk);
  CHECK(is_problem(client.read(), 413, "body-too-large"));
  CHECK(client.closed());
}

TEST_CASE("a body of exactly the limit is taken and one byte more is not", "[net][limits]") {
  listener_settings settings;
  settings.max_body_bytes = 1000;
  test_server server(settings);
  raw_client client(server.port());
  client.send(post("/", std::string(1000, 'x')) + post("/", std::string(1001, 'x')));
  CHECK(client.read().body.size() == 1007);
  CHECK(client.read().status == 413);
}

TEST_CASE("an endless chunk header is refused", "[net][limits]") {
  test_server server;
  raw_client client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n5;" + std::string(200'000, 'e'));
  CHECK(client.read().status == 400);
}

TEST_CASE("headers above the limit are refused with 431", "[net][limits]") {
  test_server server;
  raw_client client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: hub\r\nX-Long: " + std::string(20'000, 'x') + "\r\n\r\n");
  CHECK(is_problem(client.read(), 431, "headers-too-large"));
  raw_client endless(server.port());
  endless.send("GET /" + std::string(20'000, 'x'));
  CHECK(is_problem(endless.read(), 431, "headers-too-large"));
}

TEST_CASE("gzip and deflate bodies are decoded, bare deflate too", "[net][limits]") {
  test_server server;
  raw_client client(server.port());
  client.send(post("/", gzipped("hello"), "Content-Encoding: gzip\r\n") +
              post("/", gzipped("he") + gzipped("llo"), "Content-Encoding: GZIP\r\n") +
              post("/", std::string("\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15", 13),
                   "Content-Encoding: deflate\r\n") +
              post("/", std::string("\xcb\x48\xcd\xc9\xc9\x07\x00", 7), "Content-Encoding: deflate\r\n"));
  for (int i = 0; i < 4; ++i) CHECK(client.read().body == "POST / hello");
}

TEST_CASE("a damaged, cut or lengthened gzip body is refused", "[net][limits]") {
  test_server server;
  const auto good = gzipped(std::string(1000, 'a'));
  auto damaged = good;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  for (const auto& body :
       {std::string("plain text"), damaged, good.substr(0, good.size() - 4), good + "tail", std::string()}) {
    raw_client client(server.port());
    client.send(post("/", body, "Content-Encoding: gzip\r\n"));
    CHECK(is_problem(client.read(), 400, "content-coding-corrupt"));
  }
}

TEST_CASE("a small body that inflates beyond the limit is refused", "[net][limits]") {
  test_server server;
  raw_client client(server.port());
  const auto bomb = gzipped(std::string(100'000'000, '\0'));
  REQUIRE(bomb.size() < 1'000'000);
  client.send(post("/", bomb, "Content-Encoding: gzip\r\n"));
  CHECK(is_problem(client.read(), 413, "body-too-large"));
}

TEST_CASE("an unknown Content-Encoding is refused with what is understood", "[net][limits]") {
  test_server server;
  raw_client client(server.port());
  client.send(post("/", "x", "Content-Encoding: br\r\n"));
  const auto answer = client.read();
  CHECK(is_problem(answer, 415, "content-coding-unknown"));
  CHECK(answer.headers.at("accept-encoding") == "gzip, deflate");
}

TEST_CASE("a head that trickles in too slowly ends in 408", "[net][limits]") {
  listener_settings settings;
  settings.header_timeout = 50ms;
  test_server server(settings);
  raw_client client(server.port());
  client.send("GET / HTTP/1.1\r\nHo");
  CHECK(is_problem(client.read(), 408, "request-timeout"));
  CHECK(client.closed());
}

TEST_CASE("a body that does not come ends in 408", "[net][limits]") {
  listener_settings settings;
  settings.body_timeout = 50ms;
  test_server server(settings);
  raw_client client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: hub\r\nContent-Length: 10\r\n\r\nabc");
  CHECK(is_problem(client.read(), 408, "request-timeout"));
  CHECK(client.closed());
}

TEST_CASE("an idle connection is closed without a word", "[net][limits]") {
  listener_settings settings;
  settings.idle_timeout = 50ms;
  test_server server(settings);
  raw_client silent(server.port());
  CHECK(silent.closed());
  raw_client once(server.port());
  once.send(get("/"));
  CHECK(once.read().status == 200);
  CHECK(once.closed());
}

TEST_CASE("a service that does not answer in time gives 503, and its late answer goes nowhere", "[net][limits]") {
  held_answers held;
  listener_settings settings;
  settings.answer_timeout = 50ms;
  test_server server(settings, held.script());
  raw_client client(server.port());
  client.send(get("/a"));
  const auto answer = client.read();
  CHECK(is_problem(answer, 503, "answer-timeout"));
  CHECK(answer.headers.at("retry-after") == "1");
  held.release();
  client.send(get("/b"));
  CHECK(is_problem(client.read(), 503, "answer-timeout"));
}

TEST_CASE("requests above the number in flight get 503 at once, and are taken again later", "[net][limits]") {
  held_answers held;
  listener_settings settings;
  settings.max_in_flight = 2;
  test_server server(settings, held.script());
  raw_client first(server.port()), second(server.port()), third(server.port());
  first.send(get("/1"));
  second.send(get("/2"));
  held.wait_for(2);
  third.send(get("/3"));
  const auto refused = third.read();
  CHECK(is_problem(refused, 503, "overloaded"));
  CHECK(refused.headers.at("retry-after") == "1");
  held.release();
  CHECK(first.read().body == "late");
  CHECK(second.read().body == "late");
  third.send(get("/3"));
  held.wait_for(1);
  held.release();
  CHECK(third.read().body == "late");
}

TEST_CASE("connections above the limit get 503 and leave room when others go", "[net][limits]") {
  listener_settings settings;
  settings.max_connections = 1;
  test_server server(settings);
  {
    raw_client first(server.port());
    first.send(get("/"));
    REQUIRE(first.read().status == 200);
    raw_client second(server.port());
    second.send(get("/"));
    CHECK(is_problem(second.read(), 503, "too-many-connections"));
    CHECK(second.closed());
    first.end_sending();
    REQUIRE(first.closed());
  }
  for (int status = 503; status != 200;) {
    raw_client third(server.port());
    third.send(get("/"));
    status = third.read().status;
    REQUIRE((status == 200 || status == 503));
  }
}

TEST_CASE("bodies that would not fit into the memory allowed together get 503", "[net][limits]") {
  held_answers held;
  listener_settings settings;
  settings.max_held_bytes = 1000;
  test_server server(settings, held.script());
  raw_client first(server.port()), second(server.port()), third(server.port());
  first.send(post("/", std::string(600, 'x')));
  held.wait_for(1);
  second.send(post("/", std::string(600, 'x')));
  CHECK(is_problem(second.read(), 503, "overloaded"));
  third.send("POST / HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n258\r\n" + std::string(600, 'x') +
             "\r\n0\r\n\r\n");
  CHECK(is_problem(third.read(), 503, "overloaded"));
  held.release();
  CHECK(first.read().body == "late");
}

TEST_CASE("a stop lets the request in hand be answered and closes the idle connection", "[net][limits]") {
  held_answers held;
  test_server server({}, held.script());
  raw_client idle(server.port()), busy(server.port());
  busy.send(get("/"));
  held.wait_for(1);
  std::thread stopping([&] { server.stop(20s); });
  CHECK(idle.closed());
  held.release();
  const auto answer = busy.read();
  CHECK(answer.body == "late");
  CHECK(answer.headers.at("connection") == "close");
  CHECK(busy.closed());
  stopping.join();
  CHECK_THROWS(raw_client(server.port()));
}

TEST_CASE("a stop cuts what is not answered by the deadline, and the late answer is harmless", "[net][limits]") {
  held_answers held;
  test_server server({}, held.script());
  raw_client busy(server.port());
  busy.send(get("/"));
  held.wait_for(1);
  server.stop(20ms);
  CHECK(busy.closed());
  held.release();
}

TEST_CASE("an address that is taken or unknown is an error, not a crash", "[net][limits]") {
  test_server server;
  scripted_service service(test_server::echo);
  metrics_registry metrics;
  listener_settings settings;
  settings.port = server.port();
  const auto taken = listener::start(settings, service, metrics);
  REQUIRE(taken.has_error());
  CHECK(taken.error().code == "listen-failed");
  settings.address = "no.such.host.invalid";
  const auto unknown = listener::start(settings, service, metrics);
  REQUIRE(unknown.has_error());
  CHECK(unknown.error().code == "listen-address");
}
