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
                "INSERT INTO decision (seq, at, rule, event, partner, before, after, keys, distance_us) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      item_(database, "INSERT INTO quarantine (id, at, source, route, raw) VALUES (?, ?, ?, ?, ?)"),
      item_error_(database,
                  "INSERT INTO quarantine_error (item, place, code, detail, pointer) VALUES (?, ?, ?, ?, ?)") {}

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
  step(decision_);
}

void insertion::add(const quarantined_item& item) {
  item_.tryReset();
  item_.bind(1, number(item.id));
  item_.bind(2, item.at);
  item_.bindNoCopy(3, item.source);
  item_.bindNoCopy(4, item.route);
  bind_bytes(item_, 5, item.raw);
  step(item_);
  for (std::size_t place = 0; place < item.errors.size(); ++place) {
    const auto& reason = item.errors[place];
    item_error_.tryReset();
    item_error_.bind(1, number(item.id));
    item_error_.bind(2, static_cast<std::int64_t>(place));
    item_error_.bindNoCopy(3, reason.code);
    item_error_.bindNoCopy(4, reason.detail);
    item_error_.bindNoCopy(5, reason.pointer);
    step(item_error_);
  }
}

}  // namespace hub::storage
