// One coarse row of spend among the finer rows that split it: a campaign's cost by its ad sets and ads.
// docs/semantics.md, "Spend".
#pragma once

#include <string>
#include <vector>

#include "domain/spend.hpp"

namespace hub {

/// What one ad, or what is told of no ad set or of no ad, has of a cost.
struct spend_part {
  std::string adset, ad;  ///< empty: not broken down any further
  spend_sum sum;
};

/// What a row says, in the smallest units of its own currency. `cost` and `platform_value` are not converted.
spend_sum figures_of(const spend_event& row);

/// Splits *whole* in the proportions of *finer*: ad sets by their own row, else by what their ads add up to, and each ad
/// set by its ads. Where the finer rows add up to less, the rest is broken down no further. The parts add up to *whole*
/// in every figure.
/// @param finer rows of the same campaign and day that are finer than *of*, with what they say in the currency of *of*
std::vector<spend_part> split_spend(const spend_event& of, const spend_sum& whole, const spend_sum& told,
                                    const std::vector<std::pair<const spend_event*, spend_sum>>& finer);

}  // namespace hub
