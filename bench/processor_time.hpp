// Processor time of this thread: other work on the machine counts less than on the clock on the wall.
#pragma once

#include <ctime>
#include <functional>

namespace hub::bench {

/// Seconds that *work* takes.
inline double processor_seconds_of(const std::function<void()>& work) {
  const auto now = [] {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
  };
  const auto started = now();
  work();
  return now() - started;
}

}  // namespace hub::bench
