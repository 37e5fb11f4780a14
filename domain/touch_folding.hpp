// One click is one touch: the same click told by the touch feed and by conversion sources is counted once.
// docs/semantics.md, "Touchpoints".
#pragma once

#include <vector>

#include "domain/campaign_aliases.hpp"
#include "domain/records.hpp"

namespace hub {

/// Folds clicks with one click id, and clicks of one campaign and ad by different feeds within 60 s of the one kept.
/// *touches* come in total order; the kept ones have their empty fields filled. Returns for each the position of the
/// touch that stands for it (itself when kept). Campaigns are one by *aliases*.
std::vector<std::uint32_t> fold_clicks(std::vector<touch_record>& touches, const alias_map& aliases = {});

}  // namespace hub
