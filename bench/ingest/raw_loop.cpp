#include "bench/ingest/raw_loop.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "storage/directory.hpp"
#include "storage/migrations.hpp"

namespace hub::bench {
namespace {

void bind_blob(SQLite::Statement& statement, int place, const std::string& bytes) {
  statement.bindNoCopy(place, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
}

raw_decision decision_of(SQLite::Statement& row) {
  return {row.getColumn(1).getInt64(),  row.getColumn(2).getString(), row.getColumn(3).getString(),
          row.getColumn(4).getString(), row.getColumn(5).getString(), row.getColumn(6).getString(),
          row.getColumn(7).getString(), row.getColumn(8).getInt64()};
}

}  // namespace

std::vector<raw_fact> facts_after(const std::filesystem::path& directory, std::int64_t seq) {
  SQLite::Database database(storage::database_file(directory), SQLite::OPEN_READONLY, 5'000);
  std::vector<raw_fact> facts;
  SQLite::Statement row(database, "SELECT seq, received_at, body FROM fact WHERE seq > ? ORDER BY seq");
  row.bind(1, seq);
  while (row.executeStep())
    facts.push_back({row.getColumn(0).getInt64(), row.getColumn(1).getInt64(), row.getColumn(2).getString(), {}});
  SQLite::Statement made(database,
                         "SELECT seq, at, rule, event, partner, before, after, keys, distance_us FROM decision "
                         "WHERE seq > ? ORDER BY id");
  made.bind(1, seq);
  while (made.executeStep()) {
    const auto place = static_cast<std::size_t>(made.getColumn(0).getInt64() - seq - 1);
    facts.at(place).decisions.push_back(decision_of(made));
  }
  return facts;
}

struct raw_loop::connection {
  explicit connection(const std::filesystem::path& directory)
      : database(storage::database_file(directory),
                 SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX) {
    database.exec("PRAGMA page_size = 16384");
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec("PRAGMA journal_size_limit = 67108864");
    database.exec("PRAGMA wal_autocheckpoint = 1024");  // pages: the 16 MB at which the hub moves its log
    const auto migrated = storage::migrate(database, storage::database_file(directory));
    if (!migrated) throw std::runtime_error(migrated.error().detail);
  }

  void insert(const raw_fact& each);

  SQLite::Database database;
  std::unique_ptr<SQLite::Statement> fact;
  std::unique_ptr<SQLite::Statement> decision;
};

void raw_loop::connection::insert(const raw_fact& each) {
  fact->bind(1, each.seq);
  fact->bind(2, each.received_at);
  bind_blob(*fact, 3, each.body);
  fact->exec();
  fact->reset();
  for (const auto& made : each.decisions) {
    decision->bind(1, each.seq);
    decision->bind(2, made.at);
    decision->bindNoCopy(3, made.rule);
    bind_blob(*decision, 4, made.event);
    bind_blob(*decision, 5, made.partner);
    bind_blob(*decision, 6, made.before);
    bind_blob(*decision, 7, made.after);
    decision->bindNoCopy(8, made.keys);
    decision->bind(9, made.distance_us);
    decision->exec();
    decision->reset();
  }
}

raw_loop::raw_loop(const std::filesystem::path& directory) {
  std::filesystem::create_directories(directory);
  connection_ = std::make_unique<connection>(directory);
  auto& database = connection_->database;
  connection_->fact =
      std::make_unique<SQLite::Statement>(database, "INSERT INTO fact (seq, received_at, body) VALUES (?, ?, ?)");
  connection_->decision = std::make_unique<SQLite::Statement>(
      database,
      "INSERT INTO decision (seq, at, rule, event, partner, before, after, keys, distance_us) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

raw_loop::~raw_loop() = default;

double raw_loop::insert(const std::vector<raw_fact>& facts, std::size_t per_transaction) {
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t from = 0; from < facts.size(); from += per_transaction) {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    const auto end = std::min(facts.size(), from + per_transaction);
    for (auto at = from; at < end; ++at) connection_->insert(facts[at]);
    transaction.commit();
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace hub::bench
