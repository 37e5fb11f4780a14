// A hub that remembers what it was asked and gives prepared answers; stands where the network would be.
#pragma once

#include <deque>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "app/command_line.hpp"

namespace hub::app {

struct recorded_hub {
  std::vector<net::http_request> asked;
  std::vector<place> opened;
  std::deque<net::http_answer> answers;  ///< given in order; then `{}` with status 200

  outside world() {
    outside w;
    w.ask = [this](const place& where) -> result<std::unique_ptr<client>> {
      opened.push_back(where);
      return std::unique_ptr<client>(std::make_unique<recording_client>(*this));
    };
    w.rest = [this](std::chrono::milliseconds) { ++rests; };
    return w;
  }
  int rests = 0;  ///< how often time was let pass

 private:
  struct recording_client : client {
    explicit recording_client(recorded_hub& h) : hub(h) {}
    result<net::http_answer> exchange(net::http_request request) override {
      hub.asked.push_back(std::move(request));
      net::http_answer answer;
      answer.body = "{}";
      if (!hub.answers.empty()) {
        answer = hub.answers.front();
        hub.answers.pop_front();
      }
      return answer;
    }
    result<net::http_answer> download(net::http_request request, const take_piece& take) override {
      auto answer = exchange(std::move(request));
      if (answer->status < 400) take(std::exchange(answer->body, {}));
      return answer;
    }
    recorded_hub& hub;
  };
};

/// Runs one command line and keeps what it printed.
struct session {
  std::ostringstream out, err;
  exit_code code = exit_code::ok;

  session(recorded_hub& hub, const std::vector<std::string>& arguments) {
    console c{out, err, {}, {}};
    code = run(arguments, c, hub.world());
  }
};

inline net::http_answer answer_of(int status, std::string body) {
  net::http_answer a;
  a.status = status;
  a.body = std::move(body);
  return a;
}

}  // namespace hub::app
