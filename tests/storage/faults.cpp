// Damaged files, full disks and long logs: a clear error or the last good state, never a crash and never half a commit.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <thread>

#include "storage/directory.hpp"
#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

std::filesystem::path wal_of(const std::filesystem::path& directory) { return directory / "hub.db-wal"; }

/// The files as a power cut would leave them while the store is open.
void snapshot(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::create_directories(to);
  for (const auto* name : {"hub.db", "hub.db-wal"}) {
    std::filesystem::copy_file(from / name, to / name, std::filesystem::copy_options::overwrite_existing);
  }
}

void overwrite(const std::filesystem::path& file, std::uintmax_t at, const std::string& bytes) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(static_cast<std::streamoff>(at));
  stream << bytes;
  REQUIRE(stream.good());
}

void limit_file_size(rlim_t bytes) {
  struct rlimit limit;
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace

TEST_CASE("a write-ahead log torn at any place leaves a store that ends with a whole commit", "[storage][faults]") {
  const scratch place;
  const auto log = opened(place.data());
  for (std::uint64_t last = 0; last < 100; last += 10) done(append(*log, numbered_facts(last, 10)));
  const auto whole = std::filesystem::file_size(wal_of(place.data()));
  std::uint64_t most = 0, least = 100;
  for (std::uintmax_t part = 0; part <= 40; ++part) {
    const auto copy = place.root() / ("torn" + std::to_string(part));
    snapshot(place.data(), copy);
    std::filesystem::resize_file(wal_of(copy), whole * part / 40);
    const auto last = opened(copy)->last_seq();
    CHECK(last % 10 == 0);
    CHECK(last >= most);
    check_log(copy, last);
    most = std::max(most, last);
    least = std::min(least, last);
  }
  CHECK(most == 100);
  CHECK(least == 0);
}

TEST_CASE("a damaged frame ends the log before it and the store goes on from there", "[storage][faults]") {
  const scratch place;
  const auto log = opened(place.data());
  for (std::uint64_t last = 0; last < 500; last += 10) done(append(*log, numbered_facts(last, 10)));
  const auto copy = place.root() / "damaged";
  snapshot(place.data(), copy);
  overwrite(wal_of(copy), std::filesystem::file_size(wal_of(copy)) / 2, "damage");
  {
    const auto recovered = opened(copy);
    const auto last = recovered->last_seq();
    CHECK(last > 0);
    CHECK(last < 500);
    CHECK(last % 10 == 0);
    done(append(*recovered, numbered_facts(last, 500 - last)));
  }
  check_log(copy, 500);
}

TEST_CASE("a file that is no database is refused with its path and what to do", "[storage][faults]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 10)));
  overwrite(database_file(place.data()), 0, std::string(4096, 'x'));
  const auto opening = store::open(place.data());
  REQUIRE(refusal(opening) == "store-corrupt");
  CHECK(opening.error().pointer == database_file(place.data()).string());
  CHECK_THAT(opening.error().detail, Catch::Contains("restore it from a backup"));
  CHECK(refusal(reader::open(place.data())) == "store-corrupt");
}

TEST_CASE("pages damaged or lost in the middle are an error of the read, never a shorter log", "[storage][faults]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 2000)));
  const auto size = std::filesystem::file_size(database_file(place.data()));
  const auto damaged = place.root() / "damaged";
  std::filesystem::copy(place.data(), damaged);
  overwrite(database_file(damaged), size / 16384 / 2 * 16384, std::string(16384, '\x7f'));
  CHECK(refusal(reading(damaged)->facts_after(0, 2000)) == "store-corrupt");

  const auto cut = place.root() / "cut";
  std::filesystem::copy(place.data(), cut);
  std::filesystem::resize_file(database_file(cut), size / 2);
  const auto reader_of_cut = reader::open(cut);
  const bool noticed = !reader_of_cut || refusal((*reader_of_cut)->facts_after(0, 2000)) == "store-corrupt";
  CHECK(noticed);
}

TEST_CASE("below the floor of free space nothing is written and the answer is disk-full", "[storage][faults]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 1)));
  const auto log = opened(place.data(), {.free_floor_bytes = UINT64_MAX});
  const auto appended = append(*log, numbered_facts(1, 1));
  REQUIRE(refusal(appended) == "disk-full");
  CHECK_THAT(appended.error().detail, Catch::Contains("Free space"));
  CHECK(log->last_seq() == 1);
  CHECK(got(reading(place.data())->last_seq()) == 1);
}

TEST_CASE("a write that finds no room leaves no part of its commit, and goes through once there is room",
          "[storage][faults]") {
  const scratch place;
  const auto child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const auto log = store::open(place.data());
    limit_file_size(400'000);
    std::uint64_t last = 0;
    result<void> appended;
    while (appended && last < 10'000) {
      appended = append(**log, numbered_facts(last, 50));
      if (appended) last += 50;
    }
    if (refusal(appended) != "disk-full" || last == 0 || (*log)->last_seq() != last) ::_exit(1);
    const auto read = reader::open(place.data());
    if (!read || (*read)->last_seq().value() != last) ::_exit(2);
    limit_file_size(RLIM_INFINITY);
    ::_exit(append(**log, numbered_facts(last, 50)) ? 0 : 3);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
  const auto last = opened(place.data())->last_seq();
  CHECK(last % 50 == 0);
  check_log(place.data(), last);
}

TEST_CASE("the write-ahead log stays near its limit under a steady load", "[storage][faults]") {
  const scratch place;
  constexpr std::uint64_t limit = 256 << 10;
  const auto log = opened(place.data(), {.wal_limit_bytes = limit});
  const auto idle = reading(place.data());
  const bool asked = GENERATE(true, false);
  for (std::uint64_t last = 0; last < 20'000; last += 100) {
    done(append(*log, numbered_facts(last, 100)));
    if (asked) done(log->checkpoint_when_due());
    if (last % 1000 == 0) CHECK(got(idle->last_seq()) == last + 100);
  }
  const auto commit_bytes = std::uint64_t{128} << 10;
  CHECK(std::filesystem::file_size(wal_of(place.data())) < (asked ? limit : 4 * limit) + 2 * commit_bytes);
  check_log(place.data(), 20'000);
}

TEST_CASE("readers on other threads follow the log while it is written and checkpointed", "[storage][faults]") {
  const scratch place;
  const auto log = opened(place.data(), {.wal_limit_bytes = 64 << 10});
  constexpr std::uint64_t total = 5'000;
  std::array<std::string, 2> failures;
  const auto follow = [&](std::string& failure) {
    const auto read = reader::open(place.data());
    if (!read) return void(failure = read.error().detail);
    for (std::uint64_t last = 0; last < total && failure.empty();) {
      const auto page = (*read)->facts_after(last, 1000);
      if (!page) return void(failure = page.error().detail);
      for (const auto& fact : *page) {
        if (fact.encoded != body_of(++last)) return void(failure = "another body at " + std::to_string(last));
      }
    }
  };
  std::thread first([&] { follow(failures[0]); });
  std::thread second([&] { follow(failures[1]); });
  std::string refused;
  for (std::uint64_t last = 0; last < total; last += 20) {
    if (const auto appended = append(*log, numbered_facts(last, 20)); !appended) refused = appended.error().detail;
    if (const auto moved = log->checkpoint_when_due(); !moved) refused = moved.error().detail;
  }
  first.join();
  second.join();
  CHECK(refused.empty());
  CHECK(failures[0].empty());
  CHECK(failures[1].empty());
}
