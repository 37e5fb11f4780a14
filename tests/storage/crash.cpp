// kill -9 in the middle of a load: every commit that was acknowledged is there once, in order, and whole.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <random>

#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

constexpr std::uint64_t facts_per_commit = 7;

/// Appends for ever and writes the last position into *acknowledge* after each append has returned.
[[noreturn]] void load(const std::filesystem::path& directory, int acknowledge) {
  const auto log = store::open(directory, {.wal_limit_bytes = 128 << 10});
  if (!log) ::_exit(1);
  for (std::uint64_t last = (*log)->last_seq();; last = (*log)->last_seq()) {
    const auto first = numbered_facts(last, facts_per_commit);
    const auto second = numbered_facts(last + facts_per_commit, facts_per_commit);
    const std::array<const commit*, 2> gathered = {&first, &second};
    if (!(*log)->append(gathered)) ::_exit(2);
    const auto stored = (*log)->last_seq();
    if (::write(acknowledge, &stored, sizeof stored) != sizeof stored) ::_exit(3);
    if (!(*log)->checkpoint_when_due()) ::_exit(4);
  }
}

/// Lets a child load *directory* until *acknowledgements* came, kills it at once, and returns the last one it gave.
std::uint64_t load_and_kill(const std::filesystem::path& directory, std::uint64_t acknowledgements) {
  std::array<int, 2> ends;
  REQUIRE(::pipe(ends.data()) == 0);
  const auto child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    load(directory, ends[1]);
  }
  ::close(ends[1]);
  std::uint64_t stored = 0;
  std::uint64_t got_so_far = 0;
  while (got_so_far < acknowledgements && ::read(ends[0], &stored, sizeof stored) == sizeof stored) ++got_so_far;
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  while (::read(ends[0], &stored, sizeof stored) == sizeof stored) ++got_so_far;
  ::close(ends[0]);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(got_so_far >= acknowledgements);
  return stored;
}

}  // namespace

TEST_CASE("after kill -9 every acknowledged commit is there once and in order", "[storage][crash]") {
  const scratch place;
  std::mt19937 random(20260209);
  std::uint64_t acknowledged = 0;
  for (int round = 0; round < 12; ++round) {
    const auto before = acknowledged;
    acknowledged = load_and_kill(place.data(), 1 + random() % 60);
    CHECK(acknowledged > before);
    const auto last = opened(place.data())->last_seq();
    CHECK(last >= acknowledged);
    // At most the one transaction that nobody heard of any more, and never a part of one.
    CHECK(last <= acknowledged + 2 * facts_per_commit);
    CHECK(last % (2 * facts_per_commit) == 0);
    check_log(place.data(), last);
  }
  WARN("kill -9 twelve times: 0 of " << acknowledged << " acknowledged facts lost, doubled or changed");
}
