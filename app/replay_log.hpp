// The log that a replay reads: pages of another hub's facts up to a fixed end, and how much of it a directory holds.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/sealed_fact.hpp"
#include "storage/reader.hpp"

namespace hub::app {

class replay_log {
 public:
  /// The log of the store in *directory* as it is now. Errors: `no-data`, those of the reader.
  static result<replay_log> open(const std::string& directory);

  /// The last position; what comes later is not part of it.
  std::uint64_t end() const { return end_; }
  /// The next rows after *seq*; empty at the end.
  result<std::vector<storage::fact_row>> rows_after(std::uint64_t seq);
  /// The same as facts, sealed again.
  result<std::vector<sealed_fact>> facts_after(std::uint64_t seq);

  /// How many positions *directory* holds, each of which must be what this log holds there: bytes and time of receipt.
  /// 0 where there is no store. Error: `replay-target`.
  result<std::uint64_t> common_with(const std::string& directory);

 private:
  replay_log(std::unique_ptr<storage::reader> reader, std::uint64_t end) : reader_(std::move(reader)), end_(end) {}

  std::unique_ptr<storage::reader> reader_;
  std::uint64_t end_;
};

}  // namespace hub::app
