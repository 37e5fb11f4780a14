#include "storage/reader.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>

#include <map>
#include <optional>
#include <string>

#include "storage/directory.hpp"
#include "storage/edge.hpp"
#include "storage/migrations.hpp"
#include "storage/selection.hpp"

namespace hub::storage {
namespace {

constexpr int busy_timeout_ms = 5'000;

error too_old(const std::filesystem::path& file, int version) {
  return fail("store-older",
              file.string() + " has schema " + std::to_string(version) + ", this convhub reads " +
                  std::to_string(newest_schema()) + "; start `convhub serve` on it once to bring it up to date.",
              file.string());
}

}  // namespace

struct reader::connection {
  explicit connection(const std::filesystem::path& directory)
      : file(database_file(directory)), database(file, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, busy_timeout_ms) {}

  result<void> begin() {
    // Opened read-only and told so twice: a reader that checkpointed would race with the writer's commits.
    database.exec("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0");
    const auto version = schema_of(database, file);
    if (!version) return version.error();
    if (*version < newest_schema()) return too_old(file, *version);
    rows.emplace(database);
    return {};
  }

  std::filesystem::path file;
  SQLite::Database database;
  std::optional<selection> rows;
  decision_lookup lookup;
};

reader::reader(std::unique_ptr<connection> opened) : connection_(std::move(opened)) {}
reader::~reader() = default;

result<std::unique_ptr<reader>> reader::open(const std::filesystem::path& directory) {
  return at_edge(database_file(directory), [&]() -> result<std::unique_ptr<reader>> {
    auto opened = std::make_unique<connection>(directory);
    if (auto begun = opened->begin(); !begun) return begun.error();
    return std::unique_ptr<reader>(new reader(std::move(opened)));
  });
}

result<std::vector<fact_row>> reader::facts_after(std::uint64_t seq, std::size_t limit) {
  return at_edge(connection_->file,
                 [&]() -> result<std::vector<fact_row>> { return connection_->rows->facts_after(seq, limit); });
}

result<std::vector<fact_row>> reader::facts_by_seq(std::span<const std::uint64_t> seqs) {
  return at_edge(connection_->file, [&]() -> result<std::vector<fact_row>> {
    // One transaction, so that the lock on the log is taken once and not for every fact.
    SQLite::Transaction transaction(connection_->database);
    std::vector<fact_row> rows;
    rows.reserve(seqs.size());
    for (const auto seq : seqs) rows.push_back(connection_->rows->fact_at(seq));
    return rows;
  });
}

result<std::vector<decision>> reader::decisions_of(std::span<const key128> events) {
  return at_edge(connection_->file, [&]() -> result<std::vector<decision>> {
    auto& of = *connection_;
    SQLite::Transaction transaction(of.database);
    of.rows->follow_decisions(of.lookup);
    std::map<std::int64_t, decision> found;  // by row, so oldest first
    for (const auto& event : events) {
      for (const auto row : of.lookup.find(event.high)) {
        auto made = of.rows->decision_at(row);
        if (made.event == event) found.emplace(row, std::move(made));
      }
    }
    std::vector<decision> trail;
    trail.reserve(found.size());
    for (auto& [row, made] : found) trail.push_back(std::move(made));
    return trail;
  });
}

result<std::vector<quarantined_item>> reader::quarantine_page(const quarantine_filter& which, bool oldest_first,
                                                              std::uint64_t past, std::size_t limit) {
  return at_edge(connection_->file, [&]() -> result<std::vector<quarantined_item>> {
    SQLite::Transaction transaction(connection_->database);
    return connection_->rows->quarantine_page(which, oldest_first, past, limit);
  });
}

result<sync_mark> reader::mark_of(const std::string& source) {
  return at_edge(connection_->file, [&]() -> result<sync_mark> { return connection_->rows->mark_of(source); });
}

result<log_counts> reader::counts() {
  return at_edge(connection_->file, [&]() -> result<log_counts> { return connection_->rows->counts(); });
}

result<std::uint64_t> reader::last_seq() {
  return at_edge(connection_->file, [&]() -> result<std::uint64_t> { return connection_->rows->counts().facts; });
}

}  // namespace hub::storage
