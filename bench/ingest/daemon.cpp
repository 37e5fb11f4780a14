#include "bench/ingest/daemon.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "storage/directory.hpp"

extern char** environ;

namespace hub::bench {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Starts *words* with standard output into a pipe, of which the reading end is *out*.
pid_t spawn(std::vector<std::string> words, int& out) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe for the daemon's output");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = -1;
  const int failed = posix_spawn(&process, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  out = ends[0];
  if (failed != 0) throw std::runtime_error("cannot start " + words[0] + "; build it or name it with --binary");
  return process;
}

std::string first_line(int descriptor) {
  std::string line;
  char c = 0;
  while (read(descriptor, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

}  // namespace

daemon::daemon(const std::filesystem::path& binary, const std::filesystem::path& data) : data_(data) {
  int out = -1;
  process_ = spawn({binary.string(), "serve", "--data", data.string(), "--listen", "127.0.0.1:0"}, out);
  const auto line = first_line(out);  // the pipe stays open: the daemon says one more line when it stops
  const auto at = line.rfind("127.0.0.1:");
  if (at == std::string::npos) throw std::runtime_error("the daemon did not say where it listens: '" + line + "'");
  port_ = static_cast<std::uint16_t>(std::stoi(line.substr(at + 10)));
}

daemon::~daemon() {
  if (process_ < 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

void daemon::stop() {
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("the daemon did not stop in order");
}

double daemon::cpu_seconds() const {
  const auto stat = text_of("/proc/" + std::to_string(process_) + "/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;  // proc(5): 14 and 15 are the ticks in user and in system
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::uint64_t daemon::resident_bytes() const {
  std::istringstream fields(text_of("/proc/" + std::to_string(process_) + "/statm"));
  std::uint64_t whole = 0;
  std::uint64_t resident = 0;
  fields >> whole >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t daemon::disk_bytes() const {
  const auto file = storage::database_file(data_).string();
  std::uint64_t sum = 0;
  for (const auto* end : {"", "-wal"})
    if (std::filesystem::exists(file + end)) sum += std::filesystem::file_size(file + end);
  return sum;
}

std::uint32_t daemon::commits() const {
  // The third word of the index is `iChange`, "counter incremented each transaction" (sqlite.org/walformat.html, 2.1).
  std::ifstream index(storage::database_file(data_).string() + "-shm", std::ios::binary);
  std::uint32_t words[3] = {};
  if (!index.read(reinterpret_cast<char*>(words), sizeof words)) throw std::runtime_error("no write-ahead log index");
  return words[2];
}

}  // namespace hub::bench
