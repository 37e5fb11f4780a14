// Commits on their way to disk, and the answers that were computed over them: each waits until all that was sent before it
// is kept, or until it is known that it is not.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <utility>

namespace hub {

class commit_line {
 public:
  /// Told whether what was waited for is on disk.
  using waiter = std::function<void(bool kept)>;

  bool idle() const { return sent_ == done_; }

  void sent() { ++sent_; }

  /// The oldest has come back: *then* hears of it, behind it those that waited for it.
  void done(bool kept, const waiter& then) {
    ++done_;
    then(kept);
    while (!waiting_.empty() && waiting_.front().first <= done_) {
      waiting_.front().second(kept);
      waiting_.pop_front();
    }
  }

  /// Runs *then* when everything sent so far has come back.
  void after(waiter then) {
    if (idle()) return then(true);
    waiting_.emplace_back(sent_, std::move(then));
  }

 private:
  std::uint64_t sent_ = 0, done_ = 0;
  std::deque<std::pair<std::uint64_t, waiter>> waiting_;
};

}  // namespace hub
