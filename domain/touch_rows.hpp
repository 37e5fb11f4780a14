// Which row of a report the credit of a touch stands in.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/credit_rows.hpp"
#include "domain/query.hpp"

namespace hub {

class touch_rows {
 public:
  /// A row that is not shown: of another campaign than the one asked for.
  static constexpr std::uint32_t hidden = 0xFFFF'FFFEU;

  /// @pre all outlive it, and the columns stay as they are
  touch_rows(const journey_columns& columns, const credit_query& query, credit_rows& rows);

  /// Whether the origin of a touch says its row, unless the touch has flags.
  bool by_origin() const { return names_.has_value(); }
  /// How many origins there are, where they say so; else 0.
  std::size_t origins() const { return row_of_origin_.size(); }
  /// @pre by_origin()
  std::uint32_t of_origin(std::uint32_t origin) {
    auto& row = row_of_origin_[origin];
    if (row == unknown) row = rows_.find_or_add({names_->of_origin(origin), 0});
    return row;
  }
  /// Of the credit of touch *t* for conversion *r* that is of this date.
  std::uint32_t of(const journey_columns::row& r, std::uint32_t t, instant dated);

 private:
  static constexpr std::uint32_t unknown = 0xFFFF'FFFFU;  // not looked up yet

  const journey_columns& c_;
  const credit_query& q_;
  credit_rows& rows_;
  std::optional<origin_names> names_;         // what rows are told apart by, where that is one name of touches
  std::vector<std::uint32_t> row_of_origin_;  // where there are such names
};

}  // namespace hub
