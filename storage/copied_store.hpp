// A copy of a store under way: made beside its place, checked, then put there whole, so that whoever opens the file sees
// the one of before or the new one. What is not put in place leaves no trace.
#pragma once

#include <filesystem>

#include "storage/backup.hpp"

namespace SQLite {
class Database;
}

namespace hub::storage {

/// What an open file holds. Errors: `store-foreign`, `store-newer`. May throw SQLite::Exception.
result<copy_summary> summary_of(SQLite::Database& database, const std::filesystem::path& file);

class copied_store {
 public:
  /// Copies *from* as it is at one moment, whoever writes there meanwhile, and checks every page of the copy. The file is
  /// its owner's alone. Errors: `store-corrupt`, `disk-full`, and the others of SQLite.
  static result<copied_store> make(const std::filesystem::path& from, const std::filesystem::path& place,
                                   const copy_progress& progress);

  copied_store(copied_store&& from) noexcept;
  copied_store& operator=(copied_store&&) = delete;
  ~copied_store();

  /// Syncs the copy and gives it its name, durably. Error: `store-failed`.
  result<void> put_in_place();

  const copy_summary& summary() const { return summary_; }

 private:
  copied_store(std::filesystem::path part, std::filesystem::path place)
      : part_(std::move(part)), place_(std::move(place)) {}

  std::filesystem::path part_;  ///< empty once it is in place
  std::filesystem::path place_;
  copy_summary summary_;
};

}  // namespace hub::storage
