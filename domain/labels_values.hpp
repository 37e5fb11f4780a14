// Which conversions are worth out of all proportion: what is usual is counted by type and currency, conversion by
// conversion, in O(1), so that a limit costs a look over some hundred counters and no conversion is looked at again
// because another came.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "domain/journeys.hpp"
#include "domain/labels.hpp"
#include "domain/large_memory.hpp"
#include "domain/records.hpp"

namespace hub {

/// A type of conversions and a currency.
struct value_kind {
  name_id type = 0;
  hub::currency currency;
  friend constexpr bool operator==(const value_kind&, const value_kind&) = default;
  friend std::size_t hash_value(const value_kind& k) { return (std::size_t{k.type} << 16) | k.currency.packed; }
};

/// What is usual of a kind. Values count rounded down to two significant digits, and so does their median.
struct usual_value {
  std::uint64_t conversions = 0;  ///< with a value
  std::int64_t median = 0;        ///< minor units; of an even number the lower of the middle two
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();  ///< what is worth more is an outlier
};

/// The limits of all kinds that have one.
using value_limits = boost::unordered_flat_map<value_kind, std::int64_t>;

/// True when *value* is beyond the limit of its kind.
bool is_outlier(const value_limits& limits, const value_kind& kind, std::int64_t value);

/// *value* with all digits but the first two made zero. @pre value >= 0
std::int64_t rounded_value(std::int64_t value);

class value_book {
 public:
  explicit value_book(const label_policy& policy) : policy_(policy) {}

  /// The conversion founded by *founder* is this now.
  void put(event_no founder, const journey_conversion& c);
  /// The event founds no conversion.
  void drop(event_no no);

  usual_value usual(const value_kind& kind) const;
  /// The labels of the conversion that *founder* founds.
  label_set of(event_no founder) const;
  /// The founders of all conversions that carry *l*.
  std::vector<event_no> with(label l) const;

  std::size_t bytes() const { return entries_.capacity() * sizeof(entry); }

  /// The limits that changed since the last time; `int64` max says that there is none.
  std::vector<std::pair<value_kind, std::int64_t>> take_changed();
  /// Has take_changed() name every limit again.
  void forget_told();

 private:
  struct entry {
    std::int64_t value = 0;
    std::uint32_t kind = nothing;  // position in kinds_; nothing: no value
    label_set labels;
    bool founds = false;
  };
  struct kind_entry {
    value_kind kind;
    std::uint64_t conversions = 0;
    std::vector<std::uint32_t> counts;  // by step of value
    std::int64_t told = std::numeric_limits<std::int64_t>::max();
    bool changed = false;
  };
  usual_value usual(const kind_entry& k) const;
  void add(const entry& e, std::int64_t conversions);

  label_policy policy_;
  large_vector<entry> entries_;  // by event
  std::vector<kind_entry> kinds_;
  boost::unordered_flat_map<value_kind, std::uint32_t> positions_;
  std::vector<std::uint32_t> changed_;
};

}  // namespace hub
