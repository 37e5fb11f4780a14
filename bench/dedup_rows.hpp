// Raw rows for the benchmarks of deduplication: conversions of which 15 % are told by a second source, half of those
// with the order id, half with the contact and the amount alone; 80 % of them within ten minutes, the rest within twelve
// hours. 0.7 contacts a conversion. From a seed, in chunks, so that a million rows need not lie in memory at once.
#pragma once

#include <string>
#include <vector>

#include "bench/workload.hpp"
#include "domain/sealed_fact.hpp"

namespace hub::bench {

class dedup_rows {
 public:
  explicit dedup_rows(std::uint64_t seed) : random_(seed) {}

  /// The next *conversions* and the duplicates of some, ready to be decided over, with their log positions.
  std::vector<sealed_fact> next(std::size_t conversions);

  std::size_t conversions() const { return conversions_; }
  std::size_t rows() const { return rows_; }

 private:
  conversion_event row();

  random_numbers random_;
  std::size_t conversions_ = 0;
  std::size_t rows_ = 0;
};

/// *count* rows that all carry one order id, told by five sources about as many people.
std::vector<sealed_fact> one_order(std::size_t count);

/// *count* rows of one contact with one amount within an hour, told by five sources, without order ids.
std::vector<sealed_fact> one_contact(std::size_t count);

}  // namespace hub::bench
