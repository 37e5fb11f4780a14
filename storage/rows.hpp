// What goes into the store and what comes out of it, as plain values. How they lie on disk is in migrations.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/decision.hpp"
#include "domain/sealed_fact.hpp"
#include "domain/sync_mark.hpp"
#include "domain/time.hpp"

namespace hub::storage {

/// What one request adds to the log; the writer gathers several into one transaction.
struct commit {
  std::vector<sealed_fact> facts;             ///< `seq` assigned: ascending by one, continuing the log
  std::vector<decision> decisions;            ///< in the order in which they were made
  std::vector<quarantined_item> quarantined;  ///< `id` assigned: ascending by one, continuing the quarantine
  std::vector<quarantine_change> changes;     ///< of items that stand in quarantine already, or since this commit
  std::vector<sync_mark> marks = {};  ///< where pulled sources stand; each replaces the one before of its source
};

/// One entry of the log as it was committed.
struct fact_row {
  std::uint64_t seq = 0;
  instant received_at = 0;
  std::string encoded;  ///< sealed_fact::encoded, byte for byte

  friend bool operator==(const fact_row&, const fact_row&) = default;
};

/// How much the store holds, all read at one instant.
struct log_counts {
  std::uint64_t facts = 0;
  std::uint64_t decisions = 0;
  std::uint64_t quarantined = 0;

  friend bool operator==(const log_counts&, const log_counts&) = default;
};

}  // namespace hub::storage
