// What a dry run says of rows that would be conversions known with another value, from before or from a row above: the hub
// counts both as one, and the rules of deduplication choose the value, so that whoever corrects amounts this way must hear
// of it first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/import_batch.hpp"

namespace hub::app {

class import_conflicts {
 public:
  void look_at(const merged_row& row);

  /// The lines to print; empty when no value differs.
  std::string text() const;

 private:
  static constexpr std::size_t most_shown = 10;

  std::vector<std::string> lines_;
  std::int64_t differing_ = 0;
};

}  // namespace hub::app
