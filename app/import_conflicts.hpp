// What a dry run says of rows that would be conversions known with another value: the hub counts both as one, and the
// rules of deduplication choose the value, so that whoever corrects amounts this way must hear of it first.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/import_batch.hpp"

namespace hub::app {

class import_conflicts {
 public:
  /// @param hub that is asked for the values of conversions; outlives this
  explicit import_conflicts(patient_client& hub) : hub_(hub) {}

  /// Compares *row* with the conversion that it would be. Asks for the first 2,000 conversions, no more.
  void look_at(const merged_row& row);

  /// The lines to print; empty when no value differs.
  std::string text() const;

 private:
  static constexpr std::size_t most_shown = 10;
  static constexpr std::size_t most_asked = 2000;

  std::string value_of(const std::string& conversion_id);

  patient_client& hub_;
  std::map<std::string, std::string> values_;  ///< by conversion id; empty: not known
  std::vector<std::string> lines_;
  std::int64_t differing_ = 0;
  std::int64_t not_asked_ = 0;
};

}  // namespace hub::app
