// Erasing a person where things are stored: facts are masked in their places, texts in quarantine go.
#pragma once

#include <cstdint>

#include "domain/person_mask.hpp"

namespace SQLite {
class Database;
}

namespace hub::storage {

/// What an erasure changed.
struct erased_rows {
  std::uint64_t facts = 0;
  std::uint64_t quarantined = 0;

  friend bool operator==(const erased_rows&, const erased_rows&) = default;
};

/// Masks the whole log and empties what tells of the person in quarantine, in the transaction that is open. Reads
/// everything: seconds for some million facts. May throw SQLite::Exception, and std::runtime_error for a fact that
/// cannot be read.
erased_rows erase_in(SQLite::Database& database, person_mask& mask, instant at);

}  // namespace hub::storage
