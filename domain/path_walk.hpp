// The path that one conversion took, or that a contact took who did not convert: which touches are on it, what its steps
// are called, and what the query's transform leaves of them. docs/semantics.md, "Paths".
#pragma once

#include <map>
#include <vector>

#include "domain/paths.hpp"

namespace hub {

/// Applies a transform to the steps of a path, given by names or any other numbers. @pre there are steps
void transform(path_transform how, std::vector<std::uint32_t>& steps);

class path_walk {
 public:
  /// @pre both outlive this
  path_walk(const journey_columns& columns, const path_query& query)
      : c_(columns), q_(query), filter_(columns, query.scope.rules) {}

  /// Whether *r* was sold in range and in scope, whatever its labels are.
  bool sold_in_range(const journey_columns::row& r) const {
    return r.at >= q_.scope.from && r.at < q_.scope.to && in_scope(c_, r, q_.scope);
  }

  /// Reads the path of *r*; false when no touch is on it.
  bool read(const journey_columns::row& r);

  /// Reads the path of the touches *first* to before *last*, whatever they led to; false when none is on it.
  bool read(std::uint32_t first, std::uint32_t last);

  /// Applies the query's transform to the steps. @pre a path was read
  void transform() { hub::transform(q_.transform, steps_); }

  const std::vector<std::uint32_t>& touches() const { return touches_; }
  const std::vector<name_id>& steps() const { return steps_; }

  /// Whole seconds from the first touch on the path to *r*. @pre the path of *r* was read
  std::int64_t seconds_to(const journey_columns::row& r) const {
    return (r.at - c_.at()[touches_.front()]) / second_us;
  }

  /// The net revenue of a conversion, each entry at the rate of its own day; what has no rate is added to *unconverted*.
  std::int64_t revenue_of(const journey_columns::row& r, unconverted_sums& unconverted) const;

 private:
  name_id name_of(std::uint32_t touch) const;
  bool name_steps();

  const journey_columns& c_;
  const path_query& q_;
  touch_filter filter_;
  std::vector<std::uint32_t> touches_;
  std::vector<name_id> steps_;
};

}  // namespace hub
