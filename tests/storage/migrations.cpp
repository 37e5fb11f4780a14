// The schema: every earlier version is brought up to date, a later one is left alone.
#include "storage/migrations.hpp"

#include <SQLiteCpp/Database.h>

#include <fstream>

#include "storage/directory.hpp"
#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

SQLite::Database by_hand(const scratch& place) {
  std::filesystem::create_directory(place.data());
  return {database_file(place.data()), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
}

std::string schema_text(const std::filesystem::path& directory) {
  SQLite::Database database(database_file(directory));
  return database.execAndGet("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)")
      .getString();
}

}  // namespace

TEST_CASE("a database of any earlier schema is brought up to date when a store opens it", "[storage][migrations]") {
  const scratch fresh;
  opened(fresh.data());
  for (int version = 0; version < newest_schema(); ++version) {
    INFO("from schema " << version);
    const scratch place;
    {
      auto database = by_hand(place);
      done(migrate(database, database_file(place.data()), version));
      REQUIRE(got(schema_of(database, database_file(place.data()))) == version);
    }
    CHECK(refusal(reader::open(place.data())) == "store-older");
    done(append(*opened(place.data()), numbered_facts(0, 3)));
    CHECK(schema_text(place.data()) == schema_text(fresh.data()));
    check_log(place.data(), 3);
  }
}

TEST_CASE("a database that a newer convhub wrote is refused by store and reader and left as it is",
          "[storage][migrations]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 3)));
  const auto later = std::to_string(newest_schema() + 1);
  by_hand(place).exec("PRAGMA user_version = " + later);
  const auto opening = store::open(place.data());
  REQUIRE(refusal(opening) == "store-newer");
  CHECK_THAT(opening.error().detail, Catch::Contains("schema " + later));
  CHECK(refusal(reader::open(place.data())) == "store-newer");
  CHECK(by_hand(place).execAndGet("PRAGMA user_version").getString() == later);
  CHECK(by_hand(place).execAndGet("SELECT count(*) FROM fact").getInt() == 3);
}

TEST_CASE("a database of another program is refused and left as it is", "[storage][migrations]") {
  const scratch place;
  by_hand(place).exec("CREATE TABLE song (title TEXT)");
  CHECK(refusal(store::open(place.data())) == "store-foreign");
  CHECK(refusal(reader::open(place.data())) == "store-foreign");
  CHECK(by_hand(place).execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 1);
  CHECK(by_hand(place).execAndGet("PRAGMA journal_mode").getString() == "delete");
}

TEST_CASE("each hub has an id of its own that a restart does not change", "[storage][migrations]") {
  const auto id_of = [](const scratch& place) {
    opened(place.data());
    return by_hand(place).execAndGet("SELECT value FROM meta WHERE name = 'hub_id'").getString();
  };
  const scratch one, other;
  const auto id = id_of(one);
  CHECK(id.size() == 32);
  CHECK(id_of(one) == id);
  CHECK(id_of(other) != id);
}
