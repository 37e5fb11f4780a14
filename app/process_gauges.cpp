#include "app/process_gauges.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "app/version.hpp"
#include "storage/directory.hpp"

namespace hub::app {
namespace {

namespace fs = std::filesystem;

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double whole = 0, resident = 0;
  statm >> whole >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double open_files() {
  std::error_code failed;
  double count = 0;
  for (fs::directory_iterator at("/proc/self/fd", failed), end; !failed && at != end; at.increment(failed)) ++count;
  return count;
}

/// 0 where there is no such file.
double size_of(const fs::path& file) {
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  return failed ? 0 : static_cast<double>(size);
}

}  // namespace

void watch_process(net::metrics_registry& metrics, const std::string& data) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto began = std::chrono::duration<double>(now).count();
  metrics.level("convhub_build_info", "Always 1; the version of the program", {{"version", std::string(version())}})
      .set(1);
  metrics.watch("process_start_time_seconds", "When the process started, in seconds since 1970",
                [began] { return began; });
  metrics.watch("process_resident_memory_bytes", "Memory that the process holds", resident_bytes);
  metrics.watch("process_open_fds", "Files and connections that are open", open_files);
  metrics.watch("convhub_process_cpu_seconds", "Processor time that the process took", cpu_seconds);
  const auto store = storage::database_file(data);
  metrics.watch("convhub_store_bytes", "Size of the database file", [store] { return size_of(store); });
  metrics.watch("convhub_store_wal_bytes", "Size of its write-ahead log",
                [wal = fs::path(store.string() + "-wal")] { return size_of(wal); });
  metrics.watch("convhub_store_free_bytes", "Free space beside it", [data] {
    const auto free = storage::free_bytes(data);
    return free ? static_cast<double>(*free) : 0.0;
  });
}

}  // namespace hub::app
