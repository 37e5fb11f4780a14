// One conversion at a time: what its entries book and what each touch earns of them, in the report's currency. credit()
// adds up the same by group without telling whose it is; this is for those who must name conversions (explanations,
// exports) or date them in their own way (cohorts, series).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "domain/credit.hpp"
#include "domain/touch_weights.hpp"
#include "domain/unpriced.hpp"

namespace hub {

/// An entry of a conversion in the report's currency.
struct walked_entry {
  instant at = 0;
  std::int64_t before = 0;  ///< the running net before it
  std::int64_t after = 0;   ///< and after it
  std::int8_t count = 0;
  entry_kind kind = entry_kind::sale;
  bool in_range = false;
  bool priced = true;  ///< false: no rate is known for it, and it books 0

  std::int64_t booked() const { return after - before; }
};

/// In the place of a touch: the conversion has no eligible touch.
inline constexpr std::uint32_t no_touch = 0xFFFF'FFFFU;

/// What one touch earns of one entry under one model, dated in the report's range.
struct walked_credit {
  std::uint32_t entry = 0;         ///< position in `entries`
  std::uint32_t touch = no_touch;  ///< position in `touches`
  std::uint32_t model = 0;         ///< position in the query's models
  instant dated = 0;
  std::int64_t revenue = 0;
  std::int64_t shares = 0;  ///< units of 10^-12 conversion, signed
};

struct walked_conversion {
  std::vector<walked_entry> entries;         ///< all of them, the sale first
  std::vector<std::uint32_t> touches;        ///< the eligible ones, positions in the columns
  std::vector<touch_weights::view> weights;  ///< by model, parallel to `touches`
  std::vector<walked_credit> credits;        ///< those that are not nothing
};

/// How *by* spreads the conversion *r* over the touches at *at*; a model may look at more than these. @pre at is not empty
touch_weights::view weigh_touches(touch_weights& by, const journey_columns& columns, const journey_columns::row& r,
                                  std::span<const instant> at);

/// Adds what one credit is to *cell*.
void add_to(credit_cell& cell, const walked_credit& credit, bool new_customer);

/// Conversions that *query* leaves out for their labels alone, by their entries in range.
left_out_sum left_out_of(const journey_columns& columns, const credit_query& query);

class credit_walk {
 public:
  /// @pre both outlive the walk
  credit_walk(const journey_columns& columns, const credit_query& query);

  /// True when *r* stands, passes the filters and carries no label that leaves it out.
  bool includes(const journey_columns::row& r) const;
  /// False when nothing of *r* can be dated in the range: a quick look.
  bool may_be_in_range(const journey_columns::row& r) const;
  /// Its entries and credits; valid until the next call. What cannot be converted is 0 and noted in `unconverted`.
  const walked_conversion& look_at(const journey_columns::row& r);
  /// The group that a credit of *r* stands in; nothing when `campaign` hides it. @pre it has a touch
  std::optional<group_key> group_of(const journey_columns::row& r, const walked_credit& credit) const;

  /// Position in the columns of a touch of the conversion looked at last.
  std::uint32_t touch_at(std::uint32_t touch) const { return found_.touches[touch]; }

  /// Why touches before *r* earn nothing of it, each reason as often as it holds.
  std::map<exclusion, std::uint32_t> excluded(const journey_columns::row& r) const;

  const unconverted_sums& unconverted() const { return unconverted_; }

 private:
  void book(const journey_columns::row& r);
  std::optional<std::int64_t> convert(const journey_columns::row& r, const journey_entry& e);
  void weigh(const journey_columns::row& r);
  void split(std::uint32_t entry, std::uint32_t model);
  void put(walked_credit credit);
  bool in_range(instant at) const { return at >= q_.from && at < q_.to; }

  const journey_columns& c_;
  const credit_query& q_;
  touch_filter filter_;
  std::vector<touch_weights> models_;  // parallel to the query's
  walked_conversion found_;
  std::vector<instant> at_;
  std::vector<std::int64_t> before_, after_;
  unpriced_entries unpriced_;
  unconverted_sums unconverted_;
};

}  // namespace hub
