#include <catch2/catch.hpp>
#include <future>
#include <thread>
#include <vector>

#include "test_server.hpp"

using namespace hub::net;
using namespace hub::net::test;
using namespace std::chrono_literals;

TEST_CASE("a request is answered with date, length and id, and without naming the server", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  client.send(get("/a?b=1"));
  const auto answer = client.read();
  CHECK(answer.status == 200);
  CHECK(answer.body == "GET /a?b=1 ");
  CHECK(answer.headers.at("content-length") == "11");
  CHECK(answer.headers.at("date").ends_with(" GMT"));
  CHECK(answer.headers.at("x-request-id").starts_with("rq_"));
  CHECK_FALSE(answer.headers.contains("server"));
}

TEST_CASE("a sane X-Request-Id comes back and an odd one is replaced", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  client.send(get("/", "X-Request-Id: trace-1.a_B\r\n") + get("/", "X-Request-Id: a b\r\n") +
              get("/", "X-Request-Id: " + std::string(65, 'a') + "\r\n"));
  CHECK(client.read().headers.at("x-request-id") == "trace-1.a_B");
  CHECK(client.read().headers.at("x-request-id").starts_with("rq_"));
  CHECK(client.read().headers.at("x-request-id").starts_with("rq_"));
}

TEST_CASE("one connection serves many requests one after the other", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  for (int i = 0; i < 100; ++i) {
    const auto number = std::to_string(i);
    client.send(post("/n", number));
    REQUIRE(client.read().body == "POST /n " + number);
  }
}

TEST_CASE("pipelined requests are answered in order, one at a time, from whatever thread", "[net][session]") {
  std::vector<std::thread> workers;
  test_server server({}, [&](http_request request, answer_handler done) {
    workers.emplace_back([request = std::move(request), done = std::move(done)]() mutable {
      test_server::echo(std::move(request), std::move(done));
    });
  });
  raw_client client(server.port());
  std::string all;
  for (int i = 0; i < 20; ++i) all += post("/p" + std::to_string(i), "x");
  client.send(all);
  for (int i = 0; i < 20; ++i) CHECK(client.read().body == "POST /p" + std::to_string(i) + " x");
  server.stop(1s);
  for (auto& each : workers) each.join();
}

TEST_CASE("a request may arrive byte by byte", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  const auto request = post("/slow", "{\"a\":1}");
  for (const char c : request) REQUIRE(client.send({&c, 1}));
  CHECK(client.read().body == "POST /slow {\"a\":1}");
}

TEST_CASE("a chunked request body arrives whole and the next request follows it", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  client.send(
      "POST /c HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n6;ext=1\r\npedia.\r\n0\r\n\r\n" +
      get("/next"));
  CHECK(client.read().body == "POST /c Wikipedia.");
  CHECK(client.read().body == "GET /next ");
}

TEST_CASE("a malformed chunk is refused and the connection closed", "[net][session]") {
  test_server server;
  for (const std::string chunks : {"zz\r\nabc\r\n", "-1\r\n", "3\r\nabcd\r\n0\r\n\r\n", "ffffffffffffffffff\r\n"}) {
    raw_client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    INFO(chunks);
    const auto answer = client.read();
    CHECK((answer.status == 400 || answer.status == 413));
    CHECK(client.closed());
  }
}

TEST_CASE("HEAD gets the head of GET's answer and no body", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  client.send("HEAD /h HTTP/1.1\r\nHost: hub\r\n\r\n" + get("/after"));
  const auto answer = client.read(true);
  CHECK(answer.status == 200);
  CHECK(answer.headers.at("content-length") == "8");
  CHECK(client.read().body == "GET /after ");
}

TEST_CASE("a client that asks to close is closed, and so is HTTP/1.0", "[net][session]") {
  test_server server;
  raw_client polite(server.port());
  polite.send(get("/", "Connection: close\r\n"));
  CHECK(polite.read().headers.at("connection") == "close");
  CHECK(polite.closed());
  raw_client old(server.port());
  old.send("GET /old HTTP/1.0\r\n\r\n");
  CHECK(old.read().body == "GET /old ");
  CHECK(old.closed());
}

TEST_CASE("a client that waits for 100 Continue is told to go on", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  client.send("POST /e HTTP/1.1\r\nHost: hub\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read().status == 100);
  client.send("body");
  CHECK(client.read().body == "POST /e body");
}

TEST_CASE("a client that waits to send too much is refused without being asked for it", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  client.send("POST /e HTTP/1.1\r\nHost: hub\r\nContent-Length: 10000000\r\nExpect: 100-continue\r\n\r\n");
  CHECK(is_problem(client.read(), 413, "body-too-large"));
  CHECK(client.closed());
}

TEST_CASE("an unknown expectation is refused", "[net][session]") {
  test_server server;
  raw_client client(server.port());
  client.send(get("/", "Expect: miracles\r\n"));
  CHECK(is_problem(client.read(), 417, "expectation-unknown"));
}

TEST_CASE("forty connections at once are all served, on several threads", "[net][session]") {
  listener_settings settings;
  settings.io_threads = 2;
  test_server server(settings);
  std::vector<std::future<int>> clients;
  for (int i = 0; i < 40; ++i)
    clients.push_back(std::async(std::launch::async, [&server, i] {
      raw_client client(server.port());
      int right = 0;
      for (int k = 0; k < 25; ++k) {
        const auto text = std::to_string(i) + '/' + std::to_string(k);
        client.send(post("/m", text));
        right += client.read().body == "POST /m " + text;
      }
      return right;
    }));
  for (auto& each : clients) CHECK(each.get() == 25);
}

TEST_CASE("a service that throws or forgets its answer gives a problem, and the connection lives on",
          "[net][session]") {
  test_server server({}, [](http_request request, answer_handler done) {
    if (request.target == "/throw") throw std::runtime_error("secret detail");
    if (request.target == "/forget") return;
    test_server::echo(std::move(request), std::move(done));
  });
  raw_client client(server.port());
  client.send(get("/throw") + get("/forget") + get("/fine"));
  const auto thrown = client.read();
  CHECK(is_problem(thrown, 500, "internal"));
  CHECK(thrown.body.find("secret") == std::string::npos);
  CHECK(is_problem(client.read(), 500, "unanswered"));
  CHECK(client.read().body == "GET /fine ");
}

TEST_CASE("only the first of two answers to a request counts", "[net][session]") {
  test_server server({}, [](http_request request, answer_handler done) {
    test_server::echo(request, done);
    http_answer second;
    second.body = "second";
    done(std::move(second));
  });
  raw_client client(server.port());
  client.send(get("/1") + get("/2"));
  CHECK(client.read().body == "GET /1 ");
  CHECK(client.read().body == "GET /2 ");
}

TEST_CASE("an answer's header value cannot begin a header of its own", "[net][session]") {
  test_server server({}, [](http_request, answer_handler done) {
    http_answer answer;
    answer.headers.emplace_back("Location", "/x\r\nSet-Cookie: a=b");
    done(std::move(answer));
  });
  raw_client client(server.port());
  client.send(get("/"));
  const auto answer = client.read();
  CHECK(answer.headers.at("location") == "/x  Set-Cookie: a=b");
  CHECK_FALSE(answer.headers.contains("set-cookie"));
}

TEST_CASE("large answers are compressed for those who accept it", "[net][session]") {
  const std::string text(100'000, 'a');
  test_server server({}, [&](http_request, answer_handler done) {
    http_answer answer;
    answer.body = text;
    done(std::move(answer));
  });
  raw_client client(server.port());
  client.send(get("/") + get("/", "Accept-Encoding: br, gzip;q=0.5\r\n") + get("/", "Accept-Encoding: gzip;q=0\r\n"));
  CHECK(client.read().body == text);
  const auto small = client.read();
  CHECK(small.headers.at("content-encoding") == "gzip");
  CHECK(small.headers.at("vary") == "Accept-Encoding");
  CHECK(small.body.size() < 2000);
  CHECK(client.read().body == text);
}

TEST_CASE("answers are counted by route, method and status class", "[net][session]") {
  test_server server({}, [](http_request request, answer_handler done) {
    http_answer answer;
    answer.route = "/known/{id}";
    answer.status = request.method == "BREW" ? 404 : 200;
    done(std::move(answer));
  });
  raw_client client(server.port());
  client.send(get("/known/1") + get("/known/2") + "BREW /known/3 HTTP/1.1\r\nHost: hub\r\n\r\n" + "broken\r\n\r\n");
  for (int i = 0; i < 4; ++i) client.read();
  server.stop(5s);
  const auto text = server.metrics.render();
  CHECK(text.find("convhub_http_requests_total{route=\"/known/{id}\",method=\"GET\",status=\"2xx\"} 2\n") != text.npos);
  CHECK(text.find("convhub_http_requests_total{route=\"/known/{id}\",method=\"other\",status=\"4xx\"} 1\n") !=
        text.npos);
  CHECK(text.find("convhub_http_requests_total{route=\"(none)\",method=\"other\",status=\"4xx\"} 1\n") != text.npos);
  CHECK(text.find("convhub_http_request_seconds_count{route=\"/known/{id}\"} 3\n") != text.npos);
  CHECK(text.find("convhub_http_in_flight 0\n") != text.npos);
}
