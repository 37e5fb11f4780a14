// A connection that only reads: any number of them, each used by one thread at a time, none ever in the writer's way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "storage/rows.hpp"

namespace hub::storage {

/// Sees every commit as soon as store::append() has returned from it. The errors of all calls are `store-corrupt`,
/// `store-busy` and `store-failed`; a failed read is never an empty answer.
class reader {
 public:
  /// Further errors: `store-newer`, `store-foreign`; `store-older` when no store has brought the file up to date yet.
  static result<std::unique_ptr<reader>> open(const std::filesystem::path& directory);
  ~reader();

  /// Up to *limit* facts after position *seq*, in order. A hole in the log is `store-corrupt`.
  result<std::vector<fact_row>> facts_after(std::uint64_t seq, std::size_t limit);

  /// Where the pull of *source* stands; of one that was never pulled its name alone.
  result<sync_mark> mark_of(const std::string& source);

  /// The facts at *seqs*, in that order. A missing one is `store-corrupt`.
  result<std::vector<fact_row>> facts_by_seq(std::span<const std::uint64_t> seqs);

  /// The audit trail of these events, oldest first. The first call reads through the whole trail once (a quarter of a
  /// second for a million decisions), later ones only what was added since.
  result<std::vector<decision>> decisions_of(std::span<const key128> events);

  /// Up to *limit* quarantined items of those that *which* selects, in order of their numbers; *past* is the last one
  /// of the page before, 0 for the first page.
  result<std::vector<quarantined_item>> quarantine_page(const quarantine_filter& which, bool oldest_first,
                                                        std::uint64_t past, std::size_t limit);

  result<log_counts> counts();

  /// The last position of the log; 0 while it is empty.
  result<std::uint64_t> last_seq();

 private:
  struct connection;
  explicit reader(std::unique_ptr<connection> opened);

  std::unique_ptr<connection> connection_;
};

}  // namespace hub::storage
