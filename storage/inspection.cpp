#include "storage/inspection.hpp"

#include <SQLiteCpp/Database.h>

#include "storage/directory.hpp"
#include "storage/edge.hpp"
#include "storage/migrations.hpp"

namespace hub::storage {
namespace {

constexpr int busy_timeout_ms = 5'000;

std::int64_t size_of(const std::filesystem::path& file) {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(file, failed);
  return failed ? 0 : static_cast<std::int64_t>(bytes);
}

}  // namespace

result<store_figures> inspect(const std::filesystem::path& directory) {
  const auto file = database_file(directory);
  const auto free = free_bytes(directory);
  if (!free) return free.error();
  return at_edge(file, [&]() -> result<store_figures> {
    SQLite::Database database(file, SQLite::OPEN_READONLY, busy_timeout_ms);
    database.exec("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0");
    const auto schema = schema_of(database, file);
    if (!schema) return schema.error();
    return store_figures{size_of(file), size_of(file.string() + "-wal"), *free, *schema, newest_schema()};
  });
}

}  // namespace hub::storage
