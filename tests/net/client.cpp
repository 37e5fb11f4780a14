#include <catch2/catch.hpp>
#include <vector>

#include "net/http_client.hpp"
#include "test_server.hpp"

using namespace hub::net;
using namespace hub::net::test;
using namespace std::chrono_literals;

namespace {

std::string url_of(const test_server& server) { return "http://127.0.0.1:" + std::to_string(server.port()); }

http_request request(std::string method, std::string target, std::string body = {}) {
  http_request out;
  out.method = std::move(method);
  out.target = std::move(target);
  out.body = std::move(body);
  return out;
}

/// Hands out *pieces*, then ends or fails.
class listed_stream : public body_stream {
 public:
  listed_stream(std::vector<std::string> pieces, bool fails) : pieces_(std::move(pieces)), fails_(fails) {}
  void next(std::function<void(piece)> ready) override {
    if (at_ == pieces_.size()) return ready({{}, true, fails_});
    ready({pieces_[at_++], false, false});
  }

 private:
  std::vector<std::string> pieces_;
  bool fails_;
  std::size_t at_ = 0;
};

}  // namespace

TEST_CASE("the client sends method, target, headers and body, and reads the answer", "[net][client]") {
  test_server server({}, [](http_request got, answer_handler done) {
    http_answer answer;
    answer.status = 201;
    answer.body = got.method + ' ' + got.target + ' ' + std::string(got.header("x-a")) + ' ' + got.body;
    answer.headers.emplace_back("Location", "/there");
    done(std::move(answer));
  });
  http_client client(url_of(server) + "/");
  for (const std::string method : {"POST", "PUT", "DELETE"}) {
    auto out = request(method, "/x?y=1", "{\"a\":1}");
    out.headers.emplace_back("X-A", "b");
    const auto answer = client.send(out, 5s);
    REQUIRE(answer.has_value());
    CHECK(answer->status == 201);
    CHECK(answer->content_type == "application/json");
    CHECK(answer->body == method + " /x?y=1 b {\"a\":1}");
  }
  CHECK(client.send(request("GET", "/g"), 5s)->body == "GET /g  ");
  CHECK(client.send(request("POST", "/p"), 5s)->body == "POST /p  ");
  CHECK(client.send(request("HEAD", "/h"), 5s)->body.empty());
}

TEST_CASE("a refusal is an answer, not an error", "[net][client]") {
  test_server server({}, [](http_request, answer_handler done) {
    http_answer answer;
    answer.status = 404;
    answer.body = "no";
    done(std::move(answer));
  });
  const auto answer = send(url_of(server), request("GET", "/"), 5s);
  REQUIRE(answer.has_value());
  CHECK(answer->status == 404);
  CHECK(answer->body == "no");
}

TEST_CASE("a server that is not there is unreachable, and the error keeps the password to itself", "[net][client]") {
  std::uint16_t port = 0;
  {
    test_server gone;
    port = gone.port();
  }
  const auto answer =
      send("http://user:secret@127.0.0.1:" + std::to_string(port) + "/?token=secret", request("GET", "/"), 5s);
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == "server-unreachable");
  CHECK(answer.error().pointer == "http://127.0.0.1:" + std::to_string(port));
  CHECK(answer.error().detail.find("secret") == std::string::npos);
  CHECK(send("gopher://127.0.0.1", request("GET", "/"), 5s).has_error());
  CHECK(send("no url at all", request("GET", "/"), 5s).error().code == "server-unreachable");
}

TEST_CASE("a server that stays silent times out", "[net][client]") {
  answer_handler kept;
  test_server server({}, [&](http_request, answer_handler done) { kept = std::move(done); });
  const auto answer = send(url_of(server), request("GET", "/"), 50ms);
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == "server-timeout");
  server.stop(0ms);
}

TEST_CASE("a download comes piece by piece and may be stopped", "[net][client]") {
  test_server server({}, [](http_request, answer_handler done) {
    http_answer answer;
    answer.content_type = "text/csv";
    answer.stream = std::make_shared<listed_stream>(std::vector<std::string>{"one\n", "two\n", "three\n"}, false);
    done(std::move(answer));
  });
  std::string all;
  const auto whole = download(url_of(server), request("GET", "/"), 5s, [&](std::string_view piece) {
    all += piece;
    return true;
  });
  REQUIRE(whole.has_value());
  CHECK(all == "one\ntwo\nthree\n");
  CHECK(whole->content_type == "text/csv");
  const auto stopped = download(url_of(server), request("GET", "/"), 5s, [](std::string_view) { return false; });
  REQUIRE(stopped.has_error());
  CHECK(stopped.error().code == "download-stopped");
}

TEST_CASE("a download that breaks off is an error, not a shorter file", "[net][client]") {
  test_server server({}, [](http_request, answer_handler done) {
    http_answer answer;
    answer.stream = std::make_shared<listed_stream>(std::vector<std::string>{"one\n", "two\n"}, true);
    done(std::move(answer));
  });
  const auto answer = download(url_of(server), request("GET", "/"), 5s, [](std::string_view) { return true; });
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == "server-answer");
}

TEST_CASE("a refused download leaves the refusal to be shown", "[net][client]") {
  test_server server({}, [](http_request, answer_handler done) {
    http_answer answer;
    answer.status = 400;
    answer.body = "why";
    done(std::move(answer));
  });
  bool taken = false;
  const auto answer = download(url_of(server), request("GET", "/"), 5s, [&](std::string_view) { return taken = true; });
  REQUIRE(answer.has_value());
  CHECK(answer->body == "why");
  CHECK_FALSE(taken);
}

TEST_CASE("an opened answer streams on demand, and a break is seen", "[net][client]") {
  for (const bool fails : {false, true}) {
    test_server server({}, [=](http_request, answer_handler done) {
      http_answer answer;
      answer.stream = std::make_shared<listed_stream>(std::vector<std::string>{"one\n", "two\n"}, fails);
      done(std::move(answer));
    });
    const auto answer = open(url_of(server), request("GET", "/"), 5s);
    REQUIRE(answer.has_value());
    REQUIRE(answer->stream);
    std::string all;
    body_stream::piece piece;
    while (!piece.last) {
      answer->stream->next([&](body_stream::piece next) { piece = std::move(next); });
      all += piece.text;
    }
    CHECK(piece.failed == fails);
    CHECK(all == "one\ntwo\n");
  }
}

TEST_CASE("an opened answer that stalls is given up", "[net][client]") {
  answer_handler kept;
  test_server server({}, [&](http_request, answer_handler done) { kept = std::move(done); });
  const auto answer = open(url_of(server), request("GET", "/"), 50ms);
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == "server-timeout");
  server.stop(0ms);
}
