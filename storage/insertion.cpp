#include "storage/insertion.hpp"

#include <SQLiteCpp/Database.h>

#include <string_view>

#include "storage/key_blob.hpp"

namespace hub::storage {
namespace {

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

void bind(SQLite::Statement& statement, int place, const key128& key) {
  const auto blob = to_blob(key);
  statement.bind(place, blob.data(), static_cast<int>(blob.size()));
}

// Not copied: the value outlives the step, and the next bind replaces the pointer before it is read again.
void bind_bytes(SQLite::Statement& statement, int place, const std::string& bytes) {
  statement.bindNoCopy(place, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
}

// A statement that failed keeps its error until it is reset, so every use begins with a reset.
void step(SQLite::Statement& statement) {
  statement.exec();
  statement.reset();
}

}  // namespace

insertion::insertion(SQLite::Database& database)
    : fact_(database, "INSERT INTO fact (seq, received_at, body) VALUES (?, ?, ?)"),
      decision_(database,
                "INSERT INTO decision (seq, at, rule, event, partner, before, after, keys, distance_us, source, "
                "matched_source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      item_(database,
            "INSERT INTO quarantine (id, at, source, route, raw, dataset, tried_at) VALUES (?, ?, ?, ?, ?, ?, ?)"),
      item_error_(database, "INSERT INTO quarantine_error (item, place, code, detail, pointer) VALUES (?, ?, ?, ?, ?)"),
      change_(database,
              "UPDATE quarantine SET state = ?, attempts = attempts + ?, tried_at = ? WHERE id = ? AND state = 'open'"),
      forget_errors_(database, "DELETE FROM quarantine_error WHERE item = ?"),
      mark_(database,
            "INSERT OR REPLACE INTO sync_mark (source, cursor, read_up_at, records, paused) VALUES (?, ?, ?, ?, ?)") {}

void insertion::put(const sync_mark& mark) {
  mark_.tryReset();
  mark_.bind(1, mark.source);
  mark_.bind(2, mark.cursor);
  mark_.bind(3, mark.read_up_at);
  mark_.bind(4, number(mark.records));
  mark_.bind(5, mark.paused ? 1 : 0);
  step(mark_);
}

void insertion::add(const sealed_fact& fact) {
  fact_.tryReset();
  fact_.bind(1, number(fact.seq));
  fact_.bind(2, fact.received_at);
  bind_bytes(fact_, 3, fact.encoded);
  step(fact_);
}

void insertion::add(const decision& made) {
  decision_.tryReset();
  decision_.bind(1, number(made.seq));
  decision_.bind(2, made.at);
  decision_.bind(3, std::string(to_string(made.rule)));
  bind(decision_, 4, made.event);
  bind(decision_, 5, made.partner);
  bind(decision_, 6, made.before);
  bind(decision_, 7, made.after);
  decision_.bindNoCopy(8, made.keys);
  decision_.bind(9, made.distance_us);
  decision_.bindNoCopy(10, made.source);
  decision_.bindNoCopy(11, made.matched_source);
  step(decision_);
}

void insertion::add(const quarantined_item& item) {
  item_.tryReset();
  item_.bind(1, number(item.id));
  item_.bind(2, item.at);
  item_.bindNoCopy(3, item.source);
  item_.bindNoCopy(4, item.route);
  bind_bytes(item_, 5, item.raw);
  item_.bindNoCopy(6, item.dataset);
  item_.bind(7, item.tried_at);
  step(item_);
  add_errors(item.id, item.errors);
}

// An item that was taken in or given up meanwhile stays so, whatever a slower replay says of it.
void insertion::apply(const quarantine_change& change) {
  change_.tryReset();
  change_.bind(1, std::string(to_string(change.state)));
  change_.bind(2, change.attempt ? 1 : 0);
  change_.bind(3, change.at);
  change_.bind(4, number(change.id));
  const bool changed = change_.exec() > 0;
  change_.reset();
  if (!changed || change.errors.empty()) return;
  forget_errors_.tryReset();
  forget_errors_.bind(1, number(change.id));
  step(forget_errors_);
  add_errors(change.id, change.errors);
}

void insertion::add_errors(std::uint64_t item, const std::vector<error>& errors) {
  for (std::size_t place = 0; place < errors.size(); ++place) {
    const auto& reason = errors[place];
    item_error_.tryReset();
    item_error_.bind(1, number(item));
    item_error_.bind(2, static_cast<std::int64_t>(place));
    item_error_.bindNoCopy(3, reason.code);
    item_error_.bindNoCopy(4, reason.detail);
    item_error_.bindNoCopy(5, reason.pointer);
    step(item_error_);
  }
}

}  // namespace hub::storage
