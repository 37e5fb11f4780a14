// The edge of this room: whatever SQLite throws inside becomes an error with a remedy, so that no exception leaves.
#pragma once

#include <SQLiteCpp/Exception.h>

#include <exception>
#include <filesystem>
#include <type_traits>
#include <utility>

#include "domain/error.hpp"

namespace hub::storage {

/// Codes: `disk-full`, `store-corrupt`, `store-busy`, `store-failed`. The pointer of the error is *file*.
/// *os_error* is the errno of the failed call where it is known, else 0.
error explain(const SQLite::Exception& failure, const std::filesystem::path& file, int os_error = 0);

/// For what is not SQLite's own failure, memory for instance. Code: `store-failed`.
error explain(const std::exception& failure, const std::filesystem::path& file);

/// `store-corrupt` for *file*, of which a check of SQLite's found *what*, and what is to be done.
error damaged(const std::filesystem::path& file, std::string what, const std::string& remedy);

/// `disk-full` for *file*, whichever way it was noticed.
error disk_full(const std::filesystem::path& file);

/// Runs *work*, which returns a result, and answers with the error of whatever it throws.
template <class Work>
std::invoke_result_t<Work> at_edge(const std::filesystem::path& file, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const SQLite::Exception& failure) { return explain(failure, file); } catch (const std::exception& failure) {
    return explain(failure, file);
  }
}

}  // namespace hub::storage
