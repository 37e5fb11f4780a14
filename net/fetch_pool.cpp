#include "net/fetch_pool.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace hub::net {
namespace {

constexpr std::size_t most_under_way = 16;
constexpr int longest_rest_ms = 1000;

CURLM* opened_multi() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  auto* multi = started == CURLE_OK ? curl_multi_init() : nullptr;
  if (multi == nullptr) throw std::bad_alloc();
  return multi;
}

error stopped() { return fail("fetch-stopped", "the hub is stopping; the request was not finished"); }

}  // namespace

class fetch_pool::worker {
 public:
  explicit worker(fetch_limits limits)
      : limits_(std::move(limits)), multi_(opened_multi()), thread_([this] { run(); }) {}

  ~worker() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    thread_.join();
    curl_multi_cleanup(multi_);
  }

  void add(sources::fetch_request request, sources::take_outcome take) {
    auto exchange = std::make_unique<fetch_exchange>(std::move(request), std::move(take), limits_);
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(exchange));
    }
    curl_multi_wakeup(multi_);
  }

 private:
  void run() {
    while (begin_waiting()) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      if (end_done()) continue;
      curl_multi_poll(multi_, nullptr, 0, longest_rest_ms, nullptr);
    }
    stop();
  }

  /// Starts what waits; false when the pool stops.
  bool begin_waiting() {
    while (under_way_.size() < most_under_way) {
      std::unique_ptr<fetch_exchange> exchange;
      {
        const std::lock_guard lock(mutex_);
        if (stopping_) return false;
        if (waiting_.empty()) return true;
        exchange = std::move(waiting_.front());
        waiting_.pop_front();
      }
      if (exchange->flaw()) {
        exchange->fail_with(*exchange->flaw());
        continue;
      }
      auto* handle = exchange->handle();
      curl_multi_add_handle(multi_, handle);
      under_way_.emplace(handle, std::move(exchange));
    }
    const std::lock_guard lock(mutex_);
    return !stopping_;
  }

  /// Hands over what has come to its end; whether there was any.
  bool end_done() {
    bool any = false;
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const auto code = message->data.result;
      auto done = under_way_.extract(message->easy_handle);
      curl_multi_remove_handle(multi_, done.key());
      done.mapped()->finish(code);
      any = true;
    }
    return any;
  }

  void stop() {
    for (auto& [handle, exchange] : under_way_) {
      curl_multi_remove_handle(multi_, handle);
      exchange->fail_with(stopped());
    }
    under_way_.clear();
    for (;;) {
      std::deque<std::unique_ptr<fetch_exchange>> rest;
      {
        const std::lock_guard lock(mutex_);
        rest.swap(waiting_);
      }
      if (rest.empty()) return;
      for (auto& exchange : rest) exchange->fail_with(stopped());
    }
  }

  const fetch_limits limits_;
  CURLM* multi_;
  std::mutex mutex_;
  std::deque<std::unique_ptr<fetch_exchange>> waiting_;         // guarded by mutex_
  bool stopping_ = false;                                       // guarded by mutex_
  std::map<CURL*, std::unique_ptr<fetch_exchange>> under_way_;  // of the thread
  std::thread thread_;
};

fetch_pool::fetch_pool(fetch_limits limits) : worker_(std::make_unique<worker>(std::move(limits))) {}
fetch_pool::~fetch_pool() = default;

void fetch_pool::fetch(sources::fetch_request request, sources::take_outcome take) {
  worker_->add(std::move(request), std::move(take));
}

sources::fetch_function fetch_pool::function() {
  return [this](sources::fetch_request request, sources::take_outcome take) {
    fetch(std::move(request), std::move(take));
  };
}

}  // namespace hub::net
