#include "storage/erasing.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/codec.hpp"
#include "domain/sha256.hpp"

namespace hub::storage {
namespace {

struct masked_row {
  std::int64_t seq = 0;
  std::string body;
};

std::string_view bytes_of(const SQLite::Column& column) {
  return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

std::uint64_t mask_facts(SQLite::Database& database, person_mask& mask) {
  std::vector<masked_row> changed;
  SQLite::Statement rows(database, "SELECT seq, body FROM fact ORDER BY seq");
  while (rows.executeStep()) {
    const auto body = rows.getColumn(1);
    const auto fact = decode(bytes_of(body));
    if (!fact) throw std::runtime_error(fact.error().detail);
    if (const auto masked = mask.masked(*fact)) changed.push_back({rows.getColumn(0).getInt64(), encode(*masked)});
  }
  SQLite::Statement put(database, "UPDATE fact SET body = ? WHERE seq = ?");
  for (const auto& row : changed) {
    put.bindNoCopy(1, row.body.data(), static_cast<int>(row.body.size()));
    put.bind(2, row.seq);
    put.exec();
    put.reset();
  }
  return changed.size();
}

/// As they may stand in quarantine: spelt out, or in the bytes of a fact in hex digits.
std::vector<std::string> traces_of(const person_mask& mask) {
  std::vector<std::string> traces;
  for (const auto& spelling : mask.spellings()) {
    traces.push_back(spelling);
    traces.push_back(to_hex({reinterpret_cast<const std::uint8_t*>(spelling.data()), spelling.size()}));
  }
  return traces;
}

std::uint64_t empty_quarantine(SQLite::Database& database, const person_mask& mask, instant at) {
  const auto traces = traces_of(mask);
  std::vector<std::int64_t> telling;
  SQLite::Statement rows(database, "SELECT id, raw FROM quarantine WHERE length(raw) > 0");
  while (rows.executeStep()) {
    const auto column = rows.getColumn(1);
    const auto raw = bytes_of(column);
    if (std::any_of(traces.begin(), traces.end(), [&](const auto& t) { return raw.find(t) != raw.npos; }))
      telling.push_back(rows.getColumn(0).getInt64());
  }
  SQLite::Statement empty(
      database,
      "UPDATE quarantine SET raw = x'', state = iif(state = 'open', 'discarded', state), tried_at = ? "
      "WHERE id = ?");
  SQLite::Statement forget(database, "DELETE FROM quarantine_error WHERE item = ?");
  SQLite::Statement say(database,
                        "INSERT INTO quarantine_error (item, place, code, detail, pointer) VALUES (?, 0, "
                        "'contact-erased', 'it told of a person who was erased; its text was erased with them', '')");
  for (const auto id : telling) {
    empty.bind(1, at);
    empty.bind(2, id);
    for (auto* each : {&forget, &say}) each->bind(1, id);
    for (auto* each : {&empty, &forget, &say}) {
      each->exec();
      each->reset();
    }
  }
  return telling.size();
}

}  // namespace

erased_rows erase_in(SQLite::Database& database, person_mask& mask, instant at) {
  erased_rows done;
  done.facts = mask_facts(database, mask);
  if (mask.looks_twice()) mask_facts(database, mask);
  done.quarantined = empty_quarantine(database, mask, at);
  return done;
}

}  // namespace hub::storage
