#include "storage/examination.hpp"

#include <SQLiteCpp/Database.h>

#include "domain/codec.hpp"
#include "storage/directory.hpp"
#include "storage/edge.hpp"
#include "storage/reader.hpp"

namespace hub::storage {
namespace {

constexpr int busy_timeout_ms = 5'000;
constexpr std::size_t facts_at_once = 10'000;

constexpr const char* remedy = "restore it from a backup.";

result<void> check_pages(const std::filesystem::path& file) {
  return at_edge(file, [&]() -> result<void> {
    SQLite::Database database(file, SQLite::OPEN_READONLY, busy_timeout_ms);
    database.exec("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0");
    const std::string found = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (found == "ok") return {};
    return damaged(file, found, remedy);
  });
}

}  // namespace

result<std::uint64_t> examine(const std::filesystem::path& directory, const examination_progress& progress) {
  const auto file = database_file(directory);
  if (const auto sound = check_pages(file); !sound) return sound.error();
  auto log = reader::open(directory);
  if (!log) return log.error();
  const auto last = (**log).last_seq();
  if (!last) return last.error();
  std::uint64_t read = 0;
  while (read < *last) {  // what a running hub appends meanwhile it has just checked itself
    const auto page = (**log).facts_after(read, facts_at_once);
    if (!page) return page.error();
    for (const auto& row : *page)
      if (const auto fact = decode(row.encoded); !fact)
        return damaged(file, "position " + std::to_string(row.seq) + " of the log: " + fact.error().detail, remedy);
    if (page->empty()) return damaged(file, "the log ends at position " + std::to_string(read), remedy);
    read = page->back().seq;
    progress(static_cast<std::int64_t>(read), static_cast<std::int64_t>(*last));
  }
  return read;
}

}  // namespace hub::storage
