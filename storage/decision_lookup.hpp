// Where the audit trail of an event lies: an index kept in memory, because one on disk halves the speed of ingest
// (docs/decisions/0002-append-only-log.md). It holds half a key, so what it finds is compared with the whole one.
#pragma once

#include <cstdint>
#include <vector>

namespace hub::storage {

/// Row numbers of decisions by the first half of their event's key; 16 bytes a decision.
class decision_lookup {
 public:
  /// Rows are added in ascending order; settle() ends a series of them and keeps find() quick.
  void add(std::uint64_t event_high, std::int64_t row);
  void settle();

  /// Rows of events whose key begins like that, ascending.
  std::vector<std::int64_t> find(std::uint64_t event_high) const;

  /// The last row added; 0 before the first.
  std::int64_t last_row() const { return last_row_; }

 private:
  struct entry {
    std::uint64_t event_high;
    std::int64_t row;

    friend bool operator<(const entry& a, const entry& b) {
      return a.event_high != b.event_high ? a.event_high < b.event_high : a.row < b.row;
    }
  };

  std::vector<entry> sorted_;
  std::vector<entry> recent_;  // unsorted and short, so that following the log does not move everything each time
  std::int64_t last_row_ = 0;
};

}  // namespace hub::storage
