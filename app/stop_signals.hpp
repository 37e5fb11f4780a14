// The signals that a process of the hub acts upon.
#pragma once

#include <signal.h>

namespace hub::app {

enum class told_to { stop, reload };

/// Blocked from here on, in every thread that starts later too, so that only wait() sees them.
class stop_signals {
 public:
  /// @param reloads whether SIGHUP is waited for too; else it ends the process, as is usual
  explicit stop_signals(bool reloads = false) {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    if (reloads) sigaddset(&set_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  /// Returns when one comes.
  told_to wait() const {
    int which = 0;
    sigwait(&set_, &which);
    return which == SIGHUP ? told_to::reload : told_to::stop;
  }

 private:
  sigset_t set_{};
};

}  // namespace hub::app
