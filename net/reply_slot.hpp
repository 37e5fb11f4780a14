// One question to somebody who answers from any thread: hands out a callback and waits for it on the session's strand,
// up to a deadline. A callback that is destroyed without being called counts as "no answer", so nothing hangs on it.
#pragma once

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace hub::net {

/// How waiting ended.
enum class reply_end { answered, dropped, timed_out, interrupted };

/// Lives in a shared_ptr; used on its executor, but for the callback.
template <class T>
class reply_slot : public std::enable_shared_from_this<reply_slot<T>> {
 public:
  /// @param keeper whatever must outlive the executor's last use
  reply_slot(boost::asio::any_io_executor executor, std::shared_ptr<void> keeper)
      : keeper_(std::move(keeper)), timer_(std::move(executor)) {}

  /// The callback to give away. Only its first call counts. *until_answered* is destroyed when it is called or dropped.
  template <class Token>
  std::function<void(T)> callback(Token until_answered) {
    auto line = std::make_shared<promise<Token>>(this->weak_from_this(), std::move(until_answered));
    return [line = std::move(line)](T value) { line->deliver(std::move(value)); };
  }

  /// Waits for the callback's call. After `answered`, `take` gives the value.
  boost::asio::awaitable<reply_end> wait(std::chrono::milliseconds time) {
    timer_.expires_after(time);
    while (!end_) {
      const auto [fault] = co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
      if (!fault && !end_) end_ = reply_end::timed_out;
    }
    co_return *end_;
  }
  T take() { return std::move(*value_); }

  /// Ends the wait without an answer.
  void interrupt() { finish(reply_end::interrupted); }

 private:
  template <class Token>
  class promise {
   public:
    promise(std::weak_ptr<reply_slot> to, Token token) : to_(std::move(to)), token_(std::move(token)) {}
    ~promise() {
      if (!used_.exchange(true)) send(std::nullopt);
    }
    void deliver(T value) {
      if (used_.exchange(true)) return;
      token_.reset();
      send(std::move(value));
    }

   private:
    void send(std::optional<T> value) {
      const auto slot = to_.lock();
      if (!slot) return;
      // Only weak references may wait in the executor's queue: the slot keeps the executor alive, not the reverse.
      boost::asio::dispatch(slot->timer_.get_executor(), [to = to_, value = std::move(value)]() mutable {
        if (const auto there = to.lock()) there->accept(std::move(value));
      });
    }
    std::weak_ptr<reply_slot> to_;
    std::optional<Token> token_;
    std::atomic<bool> used_{false};
  };

  void accept(std::optional<T> value) {
    if (end_) return;
    value_ = std::move(value);
    finish(value_ ? reply_end::answered : reply_end::dropped);
  }
  void finish(reply_end end) {
    if (!end_) end_ = end;
    timer_.cancel();
  }

  std::shared_ptr<void> keeper_;
  boost::asio::steady_timer timer_;
  std::optional<T> value_;
  std::optional<reply_end> end_;
};

}  // namespace hub::net
