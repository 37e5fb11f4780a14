#include "app/outside.hpp"

#include <filesystem>

#include "config/load.hpp"
#include "net/http_client.hpp"

namespace hub::app {
namespace {

constexpr std::chrono::minutes patience{5};

/// A daemon at a URL.
class server_client : public client {
 public:
  explicit server_client(const std::string& url) : url_(url), http_(url) {}

  result<net::http_answer> exchange(net::http_request request) override { return http_.send(request, patience); }

  result<net::http_answer> download(net::http_request request, const take_piece& take) override {
    return net::download(url_, request, patience, take);
  }

 private:
  std::string url_;
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
    const auto loaded = config::load({"", config::process_environment(), {{"storage.data", where.data}}});
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
    return std::unique_ptr<client>(
        std::make_unique<server_client>(where.server.empty() ? std::string(default_server) : where.server));
  };
  return world;
}

}  // namespace hub::app
