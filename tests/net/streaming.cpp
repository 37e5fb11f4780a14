#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "test_server.hpp"

using namespace hub::net;
using namespace hub::net::test;
using namespace std::chrono_literals;

namespace {

/// Gives *pieces* of *size* letters and then ends, well or badly; tells how many were asked for and taken.
class counted_stream : public body_stream {
 public:
  struct tally {
    std::atomic<bool> begun{false};
    std::atomic<int> asked{0};
    std::promise<void> gone;
  };
  counted_stream(int pieces, std::size_t size, bool fails, std::shared_ptr<tally> counts)
      : pieces_(pieces), size_(size), fails_(fails), counts_(std::move(counts)) {}
  ~counted_stream() override { counts_->gone.set_value(); }

  void next(std::function<void(piece)> ready) override {
    const int number = ++counts_->asked;
    if (number > pieces_)
      ready({{}, true, fails_});
    else
      ready({std::string(size_, static_cast<char>('a' + number % 26)), false, false});
  }

 private:
  int pieces_;
  std::size_t size_;
  bool fails_;
  std::shared_ptr<tally> counts_;
};

/// Answers a request with a counted stream, and any further one plainly.
scripted_service::script streaming(int pieces, std::size_t size, bool fails,
                                   std::shared_ptr<counted_stream::tally> counts) {
  return [=](http_request, answer_handler done) {
    http_answer answer;
    answer.content_type = "text/csv";
    if (!counts->begun.exchange(true)) answer.stream = std::make_shared<counted_stream>(pieces, size, fails, counts);
    done(std::move(answer));
  };
}

}  // namespace

TEST_CASE("a streamed answer comes chunked and the connection serves on", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  test_server server({}, streaming(3, 10, false, counts));
  raw_client client(server.port());
  client.send(get("/"));
  const auto answer = client.read();
  CHECK(answer.headers.at("transfer-encoding") == "chunked");
  CHECK(answer.body == "bbbbbbbbbbccccccccccdddddddddd");
  CHECK(answer.complete);
  client.send(get("/"));
  CHECK(client.read().headers.at("content-length") == "0");
}

TEST_CASE("an HTTP/1.0 client gets a stream without chunks, ended by the close", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  test_server server({}, streaming(2, 3, false, counts));
  raw_client client(server.port());
  client.send("GET / HTTP/1.0\r\n\r\n");
  const auto answer = client.read();
  CHECK_FALSE(answer.headers.contains("transfer-encoding"));
  CHECK(answer.body == "bbbccc");
}

TEST_CASE("a stream that fails on the way is cut without its last chunk", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  test_server server({}, streaming(3, 10, true, counts));
  raw_client client(server.port());
  client.send(get("/"));
  const auto answer = client.read();
  CHECK_FALSE(answer.complete);
  CHECK(client.closed());
}

TEST_CASE("a failing stream without chunks ends in a reset, which no client takes for the end", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  test_server server({}, streaming(3, 10, true, counts));
  raw_client client(server.port());
  client.send("GET / HTTP/1.0\r\n\r\n");
  client.read();
  CHECK(client.was_reset());
}

TEST_CASE("a stream that fails at once is a problem instead", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  test_server server({}, streaming(0, 0, true, counts));
  raw_client client(server.port());
  client.send(get("/"));
  CHECK(is_problem(client.read(), 500, "answer-incomplete"));
}

TEST_CASE("HEAD on a streamed answer asks the stream for nothing", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  test_server server({}, streaming(3, 10, false, counts));
  raw_client client(server.port());
  client.send("HEAD / HTTP/1.1\r\nHost: hub\r\n\r\n");
  CHECK(client.read(true).headers.at("transfer-encoding") == "chunked");
  CHECK(counts->asked == 0);
}

TEST_CASE("a reader that stops reading stops the stream, and is cut when it stays away", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  listener_settings settings;
  settings.write_timeout = 200ms;
  constexpr int pieces = 100'000;
  test_server server(settings, streaming(pieces, 65536, false, counts));
  raw_client client(server.port(), 4096);
  client.send(get("/"));
  REQUIRE(counts->gone.get_future().wait_for(20s) == std::future_status::ready);
  CHECK(counts->asked > 1);
  // What the kernel buffers for a connection is a few megabytes; the stream as a whole is six gigabytes.
  CHECK(counts->asked < 1000);
}

TEST_CASE("a slow reader gets the whole of a long stream", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  constexpr std::size_t size = 100'000;
  test_server server({}, streaming(200, size, false, counts));
  raw_client client(server.port(), 4096);
  client.send(get("/"));
  const auto answer = client.read();
  CHECK(answer.complete);
  CHECK(answer.body.size() == 200 * size);
}

TEST_CASE("a stream is compressed for those who accept it", "[net][stream]") {
  const auto counts = std::make_shared<counted_stream::tally>();
  test_server server({}, streaming(50, 10'000, false, counts));
  raw_client client(server.port());
  client.send(get("/", "Accept-Encoding: gzip\r\n"));
  const auto answer = client.read();
  CHECK(answer.headers.at("content-encoding") == "gzip");
  CHECK(answer.complete);
  CHECK(answer.body.size() < 20'000);
}

TEST_CASE("a stream may be fed from another thread, and an empty piece ends nothing", "[net][stream]") {
  class threaded_stream : public body_stream {
   public:
    ~threaded_stream() override { join(); }
    void next(std::function<void(piece)> ready) override {
      join();
      worker_ = std::thread([this, ready = std::move(ready)] {
        const int number = ++number_;
        ready({number % 2 ? std::string() : std::to_string(number), number == 10, false});
      });
    }

   private:
    void join() {
      if (worker_.joinable()) worker_.join();
    }
    std::thread worker_;
    int number_ = 0;
  };
  test_server server({}, [](http_request, answer_handler done) {
    http_answer answer;
    answer.stream = std::make_shared<threaded_stream>();
    done(std::move(answer));
  });
  raw_client client(server.port());
  client.send(get("/"));
  const auto answer = client.read();
  CHECK(answer.body == "246810");
  CHECK(answer.complete);
}

TEST_CASE("a stream that stays silent is given up after the time for an answer", "[net][stream]") {
  class silent_stream : public body_stream {
   public:
    void next(std::function<void(piece)> ready) override { kept_ = std::move(ready); }

   private:
    std::function<void(piece)> kept_;
  };
  listener_settings settings;
  settings.answer_timeout = 50ms;
  test_server server(settings, [](http_request, answer_handler done) {
    http_answer answer;
    answer.stream = std::make_shared<silent_stream>();
    done(std::move(answer));
  });
  raw_client client(server.port());
  client.send(get("/"));
  CHECK(is_problem(client.read(), 500, "answer-incomplete"));
}

TEST_CASE("an endless answer that begins while the server stops is broken off at once", "[net][stream]") {
  class news : public body_stream {
   public:
    void next(std::function<void(piece)> ready) override {
      if (!std::exchange(welcomed_, true)) return ready({"welcome", false, false});
      kept_ = std::move(ready);
    }

   private:
    bool welcomed_ = false;
    std::function<void(piece)> kept_;
  };
  std::promise<answer_handler> asked;
  test_server server({}, [&](http_request, answer_handler done) { asked.set_value(std::move(done)); });
  raw_client client(server.port());
  client.send(get("/"));
  const auto done = asked.get_future().get();
  auto stopping = std::async(std::launch::async, [&] { server.stop(60s); });
  const auto refuses = [&] {
    try {
      raw_client late(server.port());
      return false;
    } catch (const std::exception&) { return true; }
  };
  while (!refuses()) std::this_thread::sleep_for(1ms);
  http_answer answer;
  answer.stream = std::make_shared<news>();
  answer.endless = true;
  done(std::move(answer));
  CHECK(stopping.wait_for(20s) == std::future_status::ready);
}
