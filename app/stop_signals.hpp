// The signals that ask a process of the hub to stop.
#pragma once

#include <signal.h>

namespace hub::app {

/// Blocked from here on, in every thread that starts later too, so that only wait() sees them.
class stop_signals {
 public:
  stop_signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  /// Returns when one comes.
  void wait() const {
    int which = 0;
    sigwait(&set_, &which);
  }

 private:
  sigset_t set_{};
};

}  // namespace hub::app
