#include "bench/ingest/disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/ingest/figures.hpp"

namespace hub::bench {

double sync_seconds(const std::filesystem::path& directory) {
  const auto file = directory / "sync";
  const int descriptor = open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) throw std::runtime_error("cannot write in " + directory.string());
  const std::string page(16'384, 'x');
  std::vector<double> taken;
  for (int i = 0; i < 200; ++i) {
    const auto written = write(descriptor, page.data(), page.size());
    const auto start = std::chrono::steady_clock::now();
    if (written != static_cast<ssize_t>(page.size()) || fdatasync(descriptor) != 0) break;
    taken.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  close(descriptor);
  std::filesystem::remove(file);
  if (taken.size() < 200) throw std::runtime_error("cannot write and sync in " + directory.string());
  return quantile(taken, 0.5);
}

}  // namespace hub::bench
