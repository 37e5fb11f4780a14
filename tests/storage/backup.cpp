// A copy of a store is whole, checked and put in place at once, whoever writes meanwhile; a wrong one changes nothing.
#include "storage/backup.hpp"

#include <SQLiteCpp/Database.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "storage/directory.hpp"
#include "storage/inspection.hpp"
#include "storage/migrations.hpp"
#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

const copy_progress nobody = [](std::int64_t, std::int64_t) {};

std::filesystem::path filled(const scratch& place, std::size_t facts) {
  done(append(*opened(place.data()), numbered_facts(0, facts)));
  return place.data();
}

std::size_t files_in(const std::filesystem::path& directory) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(directory), {}));
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Overwrites the middle of *file*, as a dying disk would.
void damage(const std::filesystem::path& file) {
  const auto size = std::filesystem::file_size(file);
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  out.seekp(static_cast<std::streamoff>(size / 2));
  out << std::string(size / 4, '\xA5');
}

}  // namespace

TEST_CASE("a backup restored into an empty directory is the same log", "[storage][backup]") {
  const scratch place;
  filled(place, 500);
  const auto file = place.root() / "hub.backup";
  std::int64_t last = 0, pages = 0;
  const auto made = got(back_up(place.data(), file, [&](std::int64_t at, std::int64_t total) {
    CHECK(at >= last);
    last = at, pages = total;
  }));
  CHECK(last == pages);
  CHECK(made.last_seq == 500);
  CHECK(made.schema == newest_schema());
  CHECK(made.bytes == static_cast<std::int64_t>(std::filesystem::file_size(file)));
  struct stat about {};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  const auto into = place.root() / "restored";
  CHECK(got(restore(file, into, false, nobody)).last_seq == 500);
  check_log(into, 500);
  CHECK(opened(into)->last_seq() == 500);
  CHECK(files_in(place.root()) == 3);  // nothing is left beside data, backup and restored
}

TEST_CASE("a backup taken while the hub writes is the log up to one position", "[storage][backup]") {
  const scratch place;
  const auto log = opened(place.data(), {.wal_limit_bytes = 128 << 10});
  done(append(*log, numbered_facts(0, 2000)));
  std::atomic<bool> stop = false;
  std::atomic<bool> failed = false;
  std::thread writer([&] {
    while (!stop) failed = failed || !append(*log, numbered_facts(log->last_seq(), 50)) || !log->checkpoint_when_due();
  });
  for (int round = 0; round < 5; ++round) {
    const auto file = place.root() / "running.backup";
    const auto made = back_up(place.data(), file, nobody);
    CHECK(refusal(made).empty());
    if (!made) continue;
    const auto into = place.root() / ("copy" + std::to_string(round));
    CHECK(got(restore(file, into, false, nobody)).last_seq == made->last_seq);
    CHECK(made->last_seq % 50 == 0);
    check_log(into, made->last_seq);
  }
  stop = true;
  writer.join();
  CHECK_FALSE(failed);
  check_log(place.data(), log->last_seq());
}

TEST_CASE("a backup replaces an earlier one and nothing else", "[storage][backup]") {
  const scratch place;
  filled(place, 10);
  const auto file = place.root() / "hub.backup";
  got(back_up(place.data(), file, nobody));
  done(append(*opened(place.data()), numbered_facts(10, 10)));
  CHECK(got(back_up(place.data(), file, nobody)).last_seq == 20);

  const auto letter = place.root() / "letter.txt";
  std::ofstream(letter) << "Dear reader";
  CHECK_FALSE(refusal(back_up(place.data(), letter, nobody)).empty());
  CHECK(bytes_of(letter) == "Dear reader");
  CHECK(refusal(back_up(place.data(), place.root(), nobody)) == "backup-target");
  CHECK(refusal(back_up(place.data(), database_file(place.data()), nobody)) == "backup-target");
  CHECK(refusal(back_up(place.data(), place.root() / "no" / "such" / "file", nobody)) == "store-failed");
  CHECK(refusal(back_up(place.root() / "nothing", file, nobody)) == "no-data");
  CHECK(files_in(place.root()) == 3);
}

TEST_CASE("a damaged store gives no backup, and a damaged backup is not restored", "[storage][backup]") {
  const scratch place;
  filled(place, 2000);
  const auto file = place.root() / "hub.backup";
  got(back_up(place.data(), file, nobody));
  damage(file);
  const auto into = place.root() / "restored";
  std::filesystem::create_directory(into);
  CHECK(refusal(restore(file, into, false, nobody)) == "store-corrupt");
  CHECK(files_in(into) == 0);
  CHECK(refusal(restore(file, place.root() / "new", false, nobody)) == "store-corrupt");
  CHECK_FALSE(std::filesystem::exists(place.root() / "new"));
  damage(database_file(place.data()));
  const auto before = bytes_of(file);
  CHECK(refusal(back_up(place.data(), place.root() / "second", nobody)) == "store-corrupt");
  CHECK_FALSE(std::filesystem::exists(place.root() / "second"));
  CHECK(bytes_of(file) == before);
}

TEST_CASE("a restore refuses a directory that holds anything, and replaces its store when told to",
          "[storage][backup]") {
  const scratch place;
  filled(place, 30);
  const auto file = place.root() / "hub.backup";
  got(back_up(place.data(), file, nobody));
  {
    const auto log = opened(place.data());
    done(append(*log, numbered_facts(30, 12)));
    CHECK(refusal(restore(file, place.data(), true, nobody)) == "data-locked");
  }
  CHECK(refusal(restore(file, place.data(), false, nobody)) == "restore-target");
  check_log(place.data(), 42);
  CHECK(got(restore(file, place.data(), true, nobody)).last_seq == 30);
  check_log(place.data(), 30);
  CHECK(opened(place.data())->last_seq() == 30);

  const auto other = place.root() / "other";
  std::filesystem::create_directory(other);
  std::ofstream(other / "letter.txt") << "Dear reader";
  CHECK(refusal(restore(file, other, false, nobody)) == "restore-target");
  CHECK(files_in(other) == 1);
}

TEST_CASE("what is no backup of a hub this program knows is not restored", "[storage][backup]") {
  const scratch place;
  filled(place, 3);
  const auto file = place.root() / "hub.backup";
  got(back_up(place.data(), file, nobody));
  const auto into = place.root() / "restored";
  SQLite::Database(file, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = " + std::to_string(newest_schema() + 1));
  CHECK(refusal(restore(file, into, false, nobody)) == "store-newer");
  SQLite::Database(file, SQLite::OPEN_READWRITE).exec("PRAGMA application_id = 1");
  CHECK(refusal(restore(file, into, false, nobody)) == "store-foreign");
  std::ofstream(place.root() / "letter.txt") << std::string(2000, 'x');
  CHECK(refusal(restore(place.root() / "letter.txt", into, false, nobody)) == "no-backup");
  const auto missing = restore(place.root() / "nothing", into, false, nobody);
  CHECK(refusal(missing) == "no-backup");
  CHECK(missing.error().detail.ends_with("nothing cannot be read: No such file or directory"));
  CHECK(refusal(restore(place.data(), into, false, nobody)) == "no-backup");
  CHECK_FALSE(std::filesystem::exists(into));
}

TEST_CASE("a store can be looked at from outside while a hub uses it", "[storage][backup]") {
  const scratch place;
  const auto log = opened(place.data());
  done(append(*log, numbered_facts(0, 100)));
  const auto seen = got(inspect(place.data()));
  CHECK(seen.schema == newest_schema());
  CHECK(seen.newest_schema == newest_schema());
  CHECK(seen.log_bytes > 0);
  CHECK(seen.file_bytes > 0);
  CHECK(seen.free_bytes > 0);
  CHECK(refusal(inspect(place.root() / "nothing")) == "store-failed");
}
