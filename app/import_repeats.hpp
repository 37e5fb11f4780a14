// Rows of spend of one file that are about the same day of the same campaign, ad set and ad: each takes the place of the one
// before, so that a file without ids of ads, or split by country, costs less than it says. Whoever imports it hears of it.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "app/import_batch.hpp"

namespace hub::app {

class import_repeats {
 public:
  /// Notes a row of spend that is about to be sent.
  void note(const import_row& row);

  /// The rows that were noted are with the hub, but for those that it *refused*.
  void settle(const std::vector<rejected_row>& refused);

  /// A sentence; empty where no row takes another's place. @param file knows the columns
  std::string text(const import_rows& file) const;

 private:
  /// What a row is about, as a hash, and where it stands.
  struct place {
    std::uint64_t key = 0;
    std::int64_t line = 0;
  };
  using lines_by_key = boost::unordered_flat_map<std::uint64_t, std::int64_t>;
  static constexpr std::size_t most_known = 500'000;

  void look_at(const place& row);

  std::vector<place> noted_;
  lines_by_key known_, known_before_;  ///< the last row of each key; the older half is forgotten when the newer is full
  std::int64_t rows_ = 0;
  std::int64_t earlier_line_ = 0, first_line_ = 0;  ///< of the first that takes another's place
};

}  // namespace hub::app
