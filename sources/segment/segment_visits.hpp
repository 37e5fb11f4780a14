// How the person of a call of Segment's API came: the page and the campaign that its context names; and the calls that
// tell of a visit, page and screen.
#pragma once

#include "sources/person_fields.hpp"
#include "sources/segment/segment_item.hpp"

namespace hub::sources {

/// Where a call was made, as far as it says so.
struct segment_landing {
  std::string url;       ///< with the page's `search` where the URL was given without
  std::string referrer;  ///< of the page
  campaign_context context;
};

/// Reads `context.campaign`, `context.page` and `context.referrer` (a click id by its parameter's name); for a page call
/// its properties stand in for a page that the context does not name. Click ids join *who*.
segment_landing read_landing(const segment_call& call, person& who, item_reader& reader, bool is_page);

/// `context.location.country`, if it is a code.
std::string read_country(const segment_call& call, item_reader& reader);

void read_page(const segment_call& call, item_reader& reader, fact_body& fact);
void read_screen(const segment_call& call, item_reader& reader, fact_body& fact);

}  // namespace hub::sources
