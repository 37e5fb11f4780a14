// The baseline: the rows that the hub has just written, put into a second file of the same schema by a plain loop of
// prepared INSERTs. No HTTP, no JSON, no deduplication: what SQLite alone takes for them with the same safety.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hub::bench {

struct raw_decision {
  std::int64_t at = 0;
  std::string rule;
  std::string event, partner, before, after;  ///< blobs of 16 bytes
  std::string keys;
  std::int64_t distance_us = 0;
};

/// One row of `fact` with the rows of `decision` that it caused.
struct raw_fact {
  std::int64_t seq = 0;
  std::int64_t received_at = 0;
  std::string body;
  std::vector<raw_decision> decisions;
};

/// What the hub has written after position *seq*. Throws SQLite::Exception.
std::vector<raw_fact> facts_after(const std::filesystem::path& directory, std::int64_t seq);

class raw_loop {
 public:
  /// Makes the file in *directory* with the hub's schema and the pragmas of storage/store.cpp.
  explicit raw_loop(const std::filesystem::path& directory);
  ~raw_loop();

  /// Seconds to insert *facts* with *per_transaction* of them in each transaction. Throws SQLite::Exception.
  double insert(const std::vector<raw_fact>& facts, std::size_t per_transaction);

 private:
  struct connection;
  std::unique_ptr<connection> connection_;
};

}  // namespace hub::bench
