// Who is a customer, since when, and what each brought in: one contact at a time, given to the touches of its first
// conversion. docs/semantics.md, "Cohorts".
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "domain/cohort_scan.hpp"
#include "domain/credit_walk.hpp"

namespace hub {

class cohort_walk {
 public:
  using sums = std::map<cohort_key, cohort_sum>;

  struct customer {
    const journey_columns::row* first = nullptr;  ///< conversion
    std::size_t conversions = 0;                  ///< known of it, the first included
  };

  /// @pre both outlive this
  cohort_walk(const journey_columns& columns, const cohort_query& query)
      : c_(columns),
        q_(query.credit),
        filter_(columns, query.credit.rules),
        until_(query.until),
        now_(query.now),
        model_(q_.models[0], q_.params) {}

  /// Adds the customer of *journey*, and all that it brought in, to *to*; nothing where it is none whose first conversion
  /// is in range.
  std::optional<customer> add(const journey_columns::span_of_journey& journey, sums& to);

  const unconverted_sums& unconverted() const { return unconverted_; }
  /// The latest conversion that was looked at and is not dated ahead.
  instant latest() const { return latest_; }

 private:
  /// An amount of the customer in the report's currency.
  struct entry {
    instant at = 0;
    std::int64_t amount = 0;
  };

  bool stands(const journey_columns::row& r) const;
  void collect_entries();
  std::int64_t convert(const journey_columns::row& r, const journey_entry& e);
  void thank(const journey_columns::row& first, sums& to);
  void weigh_first(const journey_columns::row& first, sums& to);
  std::uint32_t group_of(std::uint32_t touch) const;

  const journey_columns& c_;
  const credit_query& q_;
  touch_filter filter_;
  instant until_, now_;
  touch_weights model_;
  touch_weights::view by_;
  unconverted_sums unconverted_;
  instant latest_ = std::numeric_limits<instant>::min();
  cohort_sum discarded_;  // where a weight of nothing goes
  std::vector<const journey_columns::row*> rows_;
  std::vector<entry> entries_;
  std::vector<std::uint32_t> touches_;
  std::vector<instant> at_;
  std::vector<std::int64_t> before_, after_;
  std::vector<cohort_sum*> cohorts_;  // by touch
};

}  // namespace hub
