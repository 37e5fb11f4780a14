// The fake platforms of tests/platforms as a process of their own, told what to do over HTTP.
#pragma once

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "net/http_client.hpp"

extern char** environ;

namespace hub::net::test {

class fake_platforms {
 public:
  /// @param certificate a PEM file with key and certificate; empty: no TLS
  explicit fake_platforms(const std::string& certificate = {}) {
    int in[2], out[2];
    REQUIRE(pipe(in) == 0);
    REQUIRE(pipe(out) == 0);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in[0], 0);
    posix_spawn_file_actions_adddup2(&files, out[1], 1);
    for (const int end : {in[0], in[1], out[0], out[1]}) posix_spawn_file_actions_addclose(&files, end);
    std::vector<std::string> words = {"python3", "-B", "tests/platforms/serve.py"};
    if (!certificate.empty()) words.insert(words.end(), {"--certificate", certificate});
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    REQUIRE(posix_spawnp(&process_, "python3", &files, nullptr, arguments.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&files);
    close(in[0]);
    close(out[1]);
    stdin_ = in[1];
    for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) url_.push_back(c);
    close(out[0]);
    REQUIRE(url_.starts_with("http"));
  }
  ~fake_platforms() {
    close(stdin_);  // upon which it ends
    waitpid(process_, nullptr, 0);
  }
  fake_platforms(const fake_platforms&) = delete;

  const std::string& url() const { return url_; }

  /// `POST /_control/<what>` with JSON.
  void control(const std::string& what, const std::string& json) const {
    http_request request;
    request.method = "POST";
    request.target = "/_control/" + what;
    request.body = json;
    const auto answer = send(url_, request, std::chrono::seconds(10));
    REQUIRE(answer.has_value());
    REQUIRE(answer->status == 200);
  }
  void fault(const std::string& json) const { control("fault", json); }

 private:
  pid_t process_ = 0;
  int stdin_ = -1;
  std::string url_;
};

}  // namespace hub::net::test
