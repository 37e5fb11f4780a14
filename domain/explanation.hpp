// Why a conversion's money went where it went: which touches earned credit under a model, which did not and why not,
// and whether the credits add up. A pure function of the conversion's dossier.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "domain/credit.hpp"
#include "domain/truth.hpp"

namespace hub {

/// One touch of the dossier and what it earned.
struct explained_touch {
  std::size_t touch = 0;  ///< position in the dossier's touches
  double days = 0;        ///< before the conversion; negative after it
  double weight = 0;
  std::int64_t credit = 0;  ///< over all entries, in the conversion's own currency
  exclusion reason = exclusion::none;
  std::int64_t lookback_us = 0;  ///< the window that applies to it; 0: unlimited
};

struct explanation {
  std::vector<explained_touch> credited;  ///< in order of time, as `excluded`
  std::vector<explained_touch> excluded;
  std::int64_t credits = 0;       ///< the sum over `credited`
  std::int64_t unattributed = 0;  ///< the net where nothing is eligible
  std::int64_t net = 0;
  std::optional<instant> previous;  ///< when its contacts had converted before, where the rules ask for it

  bool reconciles() const { return credits + unattributed == net; }
};

explanation explain(const conversion_dossier& dossier, model m, const model_params& params, const touch_rules& rules,
                    const touch_policy& policy = {});

/// How many touches count for a conversion, and how many do not, by reason.
struct touch_counts {
  std::size_t eligible = 0;
  std::map<exclusion, std::size_t> excluded;
};
touch_counts count_touches(const conversion_dossier& dossier, const touch_rules& rules, const touch_policy& policy);

}  // namespace hub
