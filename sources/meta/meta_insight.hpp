// One row of Meta's Marketing API insights as spend: a day of a campaign, an ad set or an ad, in the account's currency.
#pragma once

#include "sources/item_loop.hpp"

namespace hub::sources {

/// Reads one element of `data`. Numbers are text, and what is zero is absent. Of the actions one type is what the
/// platform claims: the first of the settings' list that the row has. Types overlap, so they are never added up.
void read_meta_insight(json_value row, item_reader& reader, fact_body& fact);

/// Reads insights as the Marketing API returns them: `{"data": […]}`, rows alone, in an array or as NDJSON.
result<parsed> parse_meta_ads(const payload& in);

}  // namespace hub::sources
