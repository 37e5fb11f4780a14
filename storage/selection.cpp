#include "storage/selection.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "storage/key_blob.hpp"

namespace hub::storage {
namespace {

constexpr std::array rules = {merge_rule::none,      merge_rule::redelivery, merge_rule::order_key,
                              merge_rule::event_key, merge_rule::fuzzy,      merge_rule::manual};

/// Resets a statement when its use ends: one left between its rows would keep the write-ahead log from starting over.
class in_use {
 public:
  explicit in_use(SQLite::Statement& statement) : statement_(statement) { statement_.tryReset(); }
  ~in_use() { statement_.tryReset(); }
  in_use(const in_use&) = delete;
  in_use& operator=(const in_use&) = delete;

 private:
  SQLite::Statement& statement_;
};

[[noreturn]] void damaged(const std::string& what) { throw SQLite::Exception(what, SQLITE_CORRUPT); }

std::int64_t number(std::uint64_t value) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(value, std::numeric_limits<std::int64_t>::max()));
}

std::uint64_t count(const SQLite::Column& column) { return static_cast<std::uint64_t>(column.getInt64()); }

std::string bytes(const SQLite::Column& column) {
  const void* blob = column.getBlob();
  const int size = column.getBytes();
  return size == 0 ? std::string() : std::string(static_cast<const char*>(blob), static_cast<std::size_t>(size));
}

key128 key(const SQLite::Column& column) {
  const void* blob = column.getBlob();
  if (column.getBytes() != 16) damaged("a key in the audit trail is not 16 bytes long");
  return from_blob(blob);
}

merge_rule rule(const std::string& name) {
  const auto at = std::find_if(rules.begin(), rules.end(), [&](merge_rule known) { return to_string(known) == name; });
  if (at == rules.end()) damaged("the audit trail names a rule '" + name + "', which there is none of");
  return *at;
}

fact_row read_fact(SQLite::Statement& at) {
  return {count(at.getColumn(0)), at.getColumn(1).getInt64(), bytes(at.getColumn(2))};
}

decision read_decision(SQLite::Statement& at) {
  decision made;
  made.seq = count(at.getColumn(0));
  made.at = at.getColumn(1).getInt64();
  made.rule = rule(at.getColumn(2).getString());
  made.event = key(at.getColumn(3));
  made.partner = key(at.getColumn(4));
  made.before = key(at.getColumn(5));
  made.after = key(at.getColumn(6));
  made.keys = at.getColumn(7).getString();
  made.distance_us = at.getColumn(8).getInt64();
  made.source = at.getColumn(9).getString();
  made.matched_source = at.getColumn(10).getString();
  return made;
}

quarantine_state state(const std::string& name) {
  for (const auto known : {quarantine_state::open, quarantine_state::replayed, quarantine_state::discarded})
    if (to_string(known) == name) return known;
  damaged("the quarantine knows a state '" + name + "', which there is none of");
}

/// A page of quarantine in one direction; each filter is off while its parameter is NULL.
std::string quarantine_query(const std::string& past, const std::string& order) {
  return "SELECT id, at, source, route, raw, dataset, attempts, tried_at, state FROM quarantine WHERE " + past +
         " AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR source = ?4) AND (?5 IS NULL OR id = ?5)"
         " AND (?6 IS NULL OR EXISTS (SELECT 1 FROM quarantine_error WHERE item = id AND code = ?6))"
         " ORDER BY id " +
         order + " LIMIT ?2";
}

void bind_text(SQLite::Statement& statement, int place, std::string_view text) {
  if (text.empty())
    statement.bind(place);
  else
    statement.bind(place, std::string(text));
}

}  // namespace

selection::selection(SQLite::Database& database)
    : facts_after_(database, "SELECT seq, received_at, body FROM fact WHERE seq > ? ORDER BY seq LIMIT ?"),
      fact_at_(database, "SELECT seq, received_at, body FROM fact WHERE seq = ?"),
      decisions_after_(database, "SELECT id, event FROM decision WHERE id > ? ORDER BY id"),
      decision_at_(database,
                   "SELECT seq, at, rule, event, partner, before, after, keys, distance_us, source, matched_source "
                   "FROM decision WHERE id = ?"),
      quarantine_oldest_(database, quarantine_query("id > ?1", "ASC")),
      quarantine_latest_(database, quarantine_query("id < ?1", "DESC")),
      errors_of_(database, "SELECT code, detail, pointer FROM quarantine_error WHERE item = ? ORDER BY place"),
      // Numbers run from 1 without a hole, so the last one is the count, and no table is walked for it.
      counts_(database,
              "SELECT ifnull((SELECT max(seq) FROM fact), 0), ifnull((SELECT max(id) FROM decision), 0), "
              "ifnull((SELECT max(id) FROM quarantine), 0)"),
      mark_of_(database, "SELECT cursor, read_up_at, records, paused FROM sync_mark WHERE source = ?") {}

std::vector<fact_row> selection::facts_after(std::uint64_t seq, std::size_t limit) {
  const in_use using_it(facts_after_);
  facts_after_.bind(1, number(seq));
  facts_after_.bind(2, number(limit));
  std::vector<fact_row> rows;
  while (facts_after_.executeStep()) {
    rows.push_back(read_fact(facts_after_));
    if (rows.back().seq != ++seq) damaged("position " + std::to_string(seq) + " of the log is missing");
  }
  return rows;
}

fact_row selection::fact_at(std::uint64_t seq) {
  const in_use using_it(fact_at_);
  fact_at_.bind(1, number(seq));
  if (!fact_at_.executeStep()) damaged("position " + std::to_string(seq) + " of the log is missing");
  return read_fact(fact_at_);
}

void selection::follow_decisions(decision_lookup& lookup) {
  const in_use using_it(decisions_after_);
  decisions_after_.bind(1, lookup.last_row());
  while (decisions_after_.executeStep()) {
    lookup.add(key(decisions_after_.getColumn(1)).high, decisions_after_.getColumn(0).getInt64());
  }
  lookup.settle();
}

decision selection::decision_at(std::int64_t row) {
  const in_use using_it(decision_at_);
  decision_at_.bind(1, row);
  if (!decision_at_.executeStep()) damaged("row " + std::to_string(row) + " of the audit trail is missing");
  return read_decision(decision_at_);
}

quarantined_item selection::read_item(SQLite::Statement& at) {
  quarantined_item item;
  item.id = count(at.getColumn(0));
  item.at = at.getColumn(1).getInt64();
  item.source = at.getColumn(2).getString();
  item.route = at.getColumn(3).getString();
  item.raw = bytes(at.getColumn(4));
  item.dataset = at.getColumn(5).getString();
  item.attempts = static_cast<std::uint32_t>(count(at.getColumn(6)));
  item.tried_at = at.getColumn(7).getInt64();
  item.state = state(at.getColumn(8).getString());
  item.errors = errors_of(item.id);
  return item;
}

std::vector<quarantined_item> selection::quarantine_page(const quarantine_filter& which, bool oldest_first,
                                                         std::uint64_t past, std::size_t limit) {
  auto& query = oldest_first ? quarantine_oldest_ : quarantine_latest_;
  const in_use using_it(query);
  const bool from_the_end = !oldest_first && past == 0;
  query.bind(1, number(from_the_end ? std::numeric_limits<std::uint64_t>::max() : past));
  query.bind(2, number(limit));
  bind_text(query, 3, which.state ? to_string(*which.state) : std::string_view());
  bind_text(query, 4, which.source);
  which.id ? query.bind(5, number(*which.id)) : query.bind(5);
  bind_text(query, 6, which.code);
  std::vector<quarantined_item> page;
  while (query.executeStep()) page.push_back(read_item(query));
  return page;
}

std::vector<error> selection::errors_of(std::uint64_t item) {
  const in_use using_it(errors_of_);
  errors_of_.bind(1, number(item));
  std::vector<error> reasons;
  while (errors_of_.executeStep()) {
    reasons.push_back(fail(errors_of_.getColumn(0).getString(), errors_of_.getColumn(1).getString(),
                           errors_of_.getColumn(2).getString()));
  }
  return reasons;
}

sync_mark selection::mark_of(const std::string& source) {
  const in_use using_it(mark_of_);
  bind_text(mark_of_, 1, source);
  sync_mark mark{source};
  if (!mark_of_.executeStep()) return mark;
  mark.cursor = mark_of_.getColumn(0).getString();
  mark.read_up_at = mark_of_.getColumn(1).getInt64();
  mark.records = count(mark_of_.getColumn(2));
  mark.paused = mark_of_.getColumn(3).getInt() != 0;
  return mark;
}

log_counts selection::counts() {
  const in_use using_it(counts_);
  if (!counts_.executeStep()) damaged("the log has no counts");
  return {count(counts_.getColumn(0)), count(counts_.getColumn(1)), count(counts_.getColumn(2))};
}

}  // namespace hub::storage
