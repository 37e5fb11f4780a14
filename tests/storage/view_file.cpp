#include "storage/view_file.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <catch2/catch.hpp>

using namespace hub;
using namespace hub::storage;

namespace {

constexpr view_column columns[] = {
    {"id"}, {"gross", column_kind::money}, {"currency"}, {"offline", column_kind::flag}, {"weight", column_kind::real}};
constexpr view_table tables[] = {{"sales", columns, "id"}};

struct view_place {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("convhub-views-" + std::to_string(::getpid()));
  std::filesystem::path file = folder / "views.db";

  view_place() { std::filesystem::create_directories(folder); }
  ~view_place() { std::filesystem::remove_all(folder); }

  void write(std::int64_t minor) const {
    auto views = view_file::make(file, tables);
    REQUIRE(views.has_value());
    const view_cell row[] = {std::string("s'1"), minor, std::string("KWD"), std::int64_t{1}, 0.25};
    REQUIRE((*views)->add(0, row).has_value());
    const view_cell hollow[] = {std::string("s2"), view_cell(), view_cell(), view_cell(), view_cell()};
    REQUIRE((*views)->add(0, hollow).has_value());
    REQUIRE((*views)->add_currency("KWD", 1000).has_value());
    REQUIRE((*views)->add_meta("made_at", "today").has_value());
    REQUIRE((*views)->finish().has_value());
  }
};

}  // namespace

TEST_CASE("a view shows money in minor units and in units, and what is not there as null", "[storage][views]") {
  const view_place place;
  place.write(12'345);
  const SQLite::Database read(place.file.string());
  SQLite::Statement rows(read, "SELECT id, gross_minor, gross, currency, offline, weight FROM v_sales ORDER BY id");
  REQUIRE(rows.executeStep());
  CHECK(rows.getColumn(0).getString() == "s'1");
  CHECK(rows.getColumn(1).getInt64() == 12'345);
  CHECK(rows.getColumn(2).getDouble() == 12.345);
  CHECK(rows.getColumn(4).getInt() == 1);
  CHECK(rows.getColumn(5).getDouble() == 0.25);
  REQUIRE(rows.executeStep());
  for (int i = 1; i < 6; ++i) CHECK(rows.getColumn(i).isNull());
  CHECK_FALSE(rows.executeStep());
  CHECK(SQLite::Statement(read, "SELECT value FROM v_meta WHERE name = 'made_at'").executeStep());
}

TEST_CASE("a file of views is replaced as a whole, and what is not finished leaves the old one and no trace",
          "[storage][views]") {
  const view_place place;
  place.write(1);
  SQLite::Database reader(place.file.string());
  const auto gross = [](SQLite::Database& in) { return in.execAndGet("SELECT gross_minor FROM v_sales").getInt64(); };
  CHECK(gross(reader) == 1);
  {
    auto half = view_file::make(place.file, tables);
    REQUIRE(half.has_value());
    const view_cell row[] = {std::string("s3"), std::int64_t{2}, std::string("EUR"), view_cell(), view_cell()};
    REQUIRE((*half)->add(0, row).has_value());
    CHECK(gross(reader) == 1);
  }
  CHECK(std::distance(std::filesystem::directory_iterator(place.folder), std::filesystem::directory_iterator()) == 1);
  place.write(3);
  CHECK(gross(reader) == 1);  // who has it open keeps what was there
  SQLite::Database fresh(place.file.string());
  CHECK(gross(fresh) == 3);
}

TEST_CASE("a place where no file can be is refused with what to do", "[storage][views]") {
  const view_place place;
  CHECK(view_file::make(place.folder, tables).error().code == "view-file-failed");
  CHECK(view_file::make(place.folder / "none" / "views.db", tables).error().code == "store-failed");
}
