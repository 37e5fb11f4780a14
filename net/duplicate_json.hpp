// Pairs, decisions and rules of deduplication as JSON.
#pragma once

#include <string>

#include "messages/verdicts.hpp"

namespace hub::net {

/// `{"data":[{"standing","rule","event":{…},"partner":{…},"delta_seconds","keys","reason","detail"}],"next_cursor",
/// "data_seq"}`.
std::string pairs_json(const pairs_answer& answer);
/// `{"verdict_id","conversions":["cv_…"],"overrules":[{"verdict_id","decided_at","verdict","note"}],"data_seq"}`.
std::string verdict_json(const verdict_receipt& receipt);
/// `{"data":[{"verdict_id","decided_at","verdict","note","withdrawn","events":[{"side","source","external_id"}]}],
/// "next_skip","data_seq"}`. @param skip, limit as asked
std::string verdicts_json(const verdicts_answer& answer, std::size_t skip, std::size_t limit);
/// `{"rules":{…},"decided":{…}|null,"hub_keys":[{"kind","key","events"}],"data_seq"}`.
std::string rules_json(const rules_found& found);
/// `{"rules_id","dry_run","conversions_before","conversions_after","net_before":[{"amount","currency"}],"net_after",
/// "events","joined","parted","moves":[{"rule","source","matched_source","count"}],"examples":[…],"data_seq"}`.
std::string effect_json(const rules_receipt& receipt, bool dry_run);
/// `{"state":"running","facts_read"}`.
std::string running_json(const rules_receipt& receipt);

/// The place of a page's end as opaque text, and back.
std::string pair_cursor(const pair_position& at);
std::optional<pair_position> pair_position_of(std::string_view cursor);

}  // namespace hub::net
