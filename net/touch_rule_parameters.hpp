// The parameters that say which touches count, and how an answer says it again.
#pragma once

#include "domain/query.hpp"
#include "net/json_writer.hpp"
#include "net/parameter_reader.hpp"

namespace hub::net {

/// `lookback_days`, `lookback`, `views`, `click_beats_view`, `bots`, `direct`, `collapse_minutes`,
/// `since_previous_conversion`, `campaign_priority`, `excluded_referrers`; what is absent stays as it is in *query*. A list
/// replaces the one that is there, an empty one too.
void read_touch_rules(parameter_reader& in, report_query& query);

/// The same as members of the open object, `lookback_days` left out.
void write_touch_rules(json_writer& out, const report_query& query);

}  // namespace hub::net
