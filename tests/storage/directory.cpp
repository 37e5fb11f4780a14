// The data directory belongs to one process and to nobody else's eyes.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "storage/directory.hpp"
#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

unsigned mode_of(const std::filesystem::path& path) {
  struct stat state;
  REQUIRE(::stat(path.c_str(), &state) == 0);
  return state.st_mode & 0777;
}

}  // namespace

TEST_CASE("the directory and its files can be read by their owner alone", "[storage][directory]") {
  const scratch place;
  const auto before = ::umask(0);
  const auto log = opened(place.data() / "deep" / "er");
  ::umask(before);
  done(append(*log, numbered_facts(0, 1)));
  const auto home = place.data() / "deep" / "er";
  CHECK(mode_of(home) == 0700);
  for (const auto* name : {"hub.db", "hub.db-wal", "hub.db-shm", "hub.lock"}) {
    INFO(name);
    CHECK(mode_of(home / name) == 0600);
  }
}

TEST_CASE("a second store on a directory is refused and says who holds it", "[storage][directory]") {
  const scratch place;
  auto log = opened(place.data());
  const auto second = store::open(place.data());
  REQUIRE(refusal(second) == "data-locked");
  CHECK_THAT(second.error().detail, Catch::Contains("--server"));
  CHECK_THAT(second.error().detail, Catch::Contains("process " + std::to_string(::getpid())));
  done(append(*log, numbered_facts(0, 1)));  // the refused one disturbed nothing
  log.reset();
  CHECK(opened(place.data())->last_seq() == 1);
}

TEST_CASE("another process is kept out as well, and let in once the holder is dead", "[storage][directory]") {
  const scratch place;
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const auto child = ::fork();
  if (child == 0) {
    const auto held = store::open(place.data());
    const char sign = held ? 'y' : 'n';
    if (::write(ready[1], &sign, 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  char sign = 0;
  REQUIRE(::read(ready[0], &sign, 1) == 1);
  REQUIRE(sign == 'y');
  CHECK(refusal(store::open(place.data())) == "data-locked");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(refusal(store::open(place.data())).empty());
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("readers need no lock and do not stop a store from opening", "[storage][directory]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 3)));
  const auto first = reading(place.data());
  const auto log = opened(place.data());
  const auto second = reading(place.data());
  done(append(*log, numbered_facts(3, 1)));
  CHECK(got(first->last_seq()) == 4);
  CHECK(got(second->last_seq()) == 4);
}

TEST_CASE("a store that is opened again leaves the locks of this process's readers in place", "[storage][directory]") {
  const scratch place;
  opened(place.data());
  const auto read = reading(place.data());
  REQUIRE(got(read->last_seq()) == 0);
  opened(place.data());
  const auto log = opened(place.data());
  CHECK(refusal(store::open(place.data())) == "data-locked");
  // Another process may ask for the whole file only if nobody here holds his share of it.
  const auto child = ::fork();
  if (child == 0) {
    const int descriptor = ::open((place.data() / "hub.db").c_str(), O_RDWR);
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    ::_exit(descriptor >= 0 && ::fcntl(descriptor, F_SETLK, &whole) != 0 ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a place that cannot hold the data is named, with the reason", "[storage][directory]") {
  const scratch place;
  std::ofstream(place.data()) << "a file where the directory should be";
  const auto opening = store::open(place.data());
  REQUIRE(refusal(opening) == "store-failed");
  CHECK_THAT(opening.error().detail, Catch::Contains(place.data().string()));
  CHECK(refusal(store::open("/proc/convhub-data")) == "store-failed");
}

TEST_CASE("a directory without write permission is refused", "[storage][directory]") {
  const scratch place;
  std::filesystem::create_directory(place.data());
  std::filesystem::permissions(place.data(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  // The superuser may write everywhere, so the attempt is made as nobody.
  std::filesystem::permissions(place.root(), std::filesystem::perms::others_exec, std::filesystem::perm_options::add);
  const auto child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(2);
    const auto opening = store::open(place.data());
    ::_exit(refusal(opening) == "store-failed" ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a reader of a directory without a store is refused", "[storage][directory]") {
  const scratch place;
  const auto opening = reader::open(place.data());
  REQUIRE(refusal(opening) == "store-failed");
  CHECK_THAT(opening.error().detail, Catch::Contains("hub.db"));
  CHECK_FALSE(std::filesystem::exists(place.data()));  // asking made nothing
}

TEST_CASE("a store that was emptied or taken away is not begun anew in silence", "[storage][directory]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 3)));
  const auto file = database_file(place.data());
  std::filesystem::resize_file(file, 0);
  for (const auto* log : {"-wal", "-shm"}) std::filesystem::remove(file.string() + log);
  const auto emptied = store::open(place.data());
  REQUIRE(refusal(emptied) == "store-gone");
  CHECK_THAT(emptied.error().detail, Catch::Contains("hub.lock"));
  CHECK(std::filesystem::file_size(file) == 0);
  std::filesystem::remove(file);
  CHECK(refusal(store::open(place.data())) == "store-gone");
  CHECK_FALSE(std::filesystem::exists(file));
  std::filesystem::remove(place.data() / "hub.lock");
  CHECK(opened(place.data())->last_seq() == 0);
}

TEST_CASE("a hub that was stopped before its first store was made begins again", "[storage][directory]") {
  const scratch place;
  done(prepare(place.data()));
  CHECK(directory_lock::take(place.data()).has_value());
  CHECK(opened(place.data())->last_seq() == 0);
}
