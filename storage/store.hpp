// The only connection that writes, and the only one that checkpoints: SQLite 3.40 can corrupt its log when one
// connection commits while another checkpoints. What append() has returned from survives a power cut.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "domain/access_key.hpp"
#include "storage/erasing.hpp"
#include "storage/rows.hpp"

namespace hub::storage {

/// The store's limits; the defaults suit production.
struct store_options {
  std::uint64_t free_floor_bytes = 256ULL << 20;  ///< below this much free space nothing is written any more
  std::uint64_t wal_limit_bytes = 16ULL << 20;    ///< a longer write-ahead log is due for a checkpoint
};

class store {
 public:
  /// Creates the directory and the file where they are missing, brings the schema up to date, and keeps every other
  /// process from writing there. Errors: `data-locked`, `store-gone`, `store-newer`, `store-foreign`, `store-corrupt`, `store-busy`,
  /// `store-failed`, `disk-full`.
  static result<std::unique_ptr<store>> open(const std::filesystem::path& directory, store_options options = {});
  ~store();

  /// Adds *commits* in one transaction with one sync: all of them or, on an error, none. An empty commit is written too:
  /// it tells whether there is room. Errors: `disk-full`,
  /// `store-order` when a number does not continue the log, and those of SQLite as in open().
  result<void> append(std::span<const commit* const> commits);

  /// Adds *decided* and erases whom *mask* hides from everything stored so far, in one transaction; what was overwritten
  /// cannot be read from the file any more, nor from the write-ahead log once no reader holds it. Errors as of append(),
  /// and `store-failed` for a fact that cannot be read.
  result<erased_rows> erase(const commit& decided, person_mask& mask, instant at);

  /// Moves the write-ahead log into the file once it is longer than its limit. Slow (up to tens of milliseconds):
  /// call it after the answers to append() are out. append() does it by itself only when the log is four times
  /// over its limit.
  result<void> checkpoint_when_due();

  /// Every key ever made, revoked ones included, the first first.
  result<std::vector<access_key>> keys();
  /// Keeps *made* under an id of its own, which is returned. Errors: `disk-full`, and those of SQLite as in open().
  result<std::uint64_t> add_key(const access_key& made);
  /// The key *id* lets nobody in from *at* on; one that is revoked already stays as it is. Errors: `key-unknown`, and
  /// those of SQLite as in open().
  result<void> revoke_key(std::uint64_t id, instant at);

  /// The last number of the log and of the quarantine; 0 while there is none.
  std::uint64_t last_seq() const;
  std::uint64_t last_reject() const;

 private:
  struct connection;
  explicit store(std::unique_ptr<connection> opened);
  template <class Also>
  result<void> append(std::span<const commit* const> commits, Also&& also);

  std::unique_ptr<connection> connection_;
};

}  // namespace hub::storage
