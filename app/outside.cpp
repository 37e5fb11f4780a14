#include "app/outside.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/kept_settings.hpp"
#include "config/load.hpp"
#include "domain/text.hpp"
#include "net/http_client.hpp"

namespace hub::app {
namespace {

constexpr std::chrono::minutes patience{5};

/// The key to send: the only line of the file that is named, else what the variable holds; empty without either.
result<std::string> key_for(const place& where) {
  std::string key;
  if (where.key_file.empty()) {
    const char* given = std::getenv(std::string(key_variable).c_str());
    key = given == nullptr ? "" : trim(given);
  } else {
    std::ifstream file(where.key_file);
    for (std::string line; std::getline(file, line);)
      if (const auto text = trim(line); !text.empty()) key += text;
    if (key.empty()) return fail("config-key-file", "the file holds no key, or cannot be read", where.key_file);
  }
  for (const char c : key)
    if (c <= ' ' || c > '~')
      return fail("config-key-file", "a key is letters, digits, '-' and '_' on one line",
                  where.key_file.empty() ? std::string(key_variable) : where.key_file);
  return key;
}

/// A daemon at a URL.
class server_client : public client {
 public:
  server_client(const std::string& url, std::string key) : url_(url), key_(std::move(key)), http_(url) {}

  result<net::http_answer> exchange(net::http_request request) override {
    return http_.send(with_key(std::move(request)), patience);
  }

  result<net::http_answer> download(net::http_request request, const take_piece& take) override {
    return net::download(url_, with_key(std::move(request)), patience, take);
  }

 private:
  net::http_request with_key(net::http_request request) const {
    if (!key_.empty()) request.headers.emplace_back("authorization", "Bearer " + key_);
    return request;
  }

  std::string url_;
  std::string key_;
  net::http_client http_;
};

/// A data directory, opened for as long as the command runs.
class directory_client : public client {
 public:
  static result<std::unique_ptr<client>> open(const place& where, const hub_opener& open) {
    std::error_code failed;
    if (!where.make && !std::filesystem::is_directory(where.data, failed))
      return fail("no-data",
                  where.data + " is no data directory; 'convhub serve --data' or 'convhub import --data' makes one");
    const auto loaded =
        config::load({kept_settings(where.data), config::process_environment(), {{"storage.data", where.data}}});
    if (!loaded.errors.empty()) return fail("config-environment", config::describe(loaded.errors));
    auto c = std::make_unique<directory_client>();
    auto hub = open(loaded.values, *c->metrics_, pulling::off);
    if (!hub) return hub.error();
    c->hub_ = std::move(*hub);
    c->inner_ = client_of(*c->hub_, patience);
    return std::unique_ptr<client>(std::move(c));
  }

  result<net::http_answer> exchange(net::http_request request) override { return inner_->exchange(std::move(request)); }

  result<net::http_answer> download(net::http_request request, const take_piece& take) override {
    return inner_->download(std::move(request), take);
  }

 private:
  std::unique_ptr<net::metrics_registry> metrics_ = std::make_unique<net::metrics_registry>();
  std::unique_ptr<running_hub> hub_;
  std::unique_ptr<client> inner_;
};

}  // namespace

outside real_outside(hub_opener open) {
  outside world;
  world.open = open;
  world.ask = [open = std::move(open)](const place& where) -> result<std::unique_ptr<client>> {
    if (!where.data.empty()) return directory_client::open(where, open);
    auto key = key_for(where);
    if (!key) return key.error();
    return std::unique_ptr<client>(std::make_unique<server_client>(
        where.server.empty() ? std::string(default_server) : where.server, std::move(*key)));
  };
  return world;
}

}  // namespace hub::app
