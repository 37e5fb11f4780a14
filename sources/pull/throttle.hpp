// What platforms say of their limits in the headers of answers that are fine, as a pause before the next request.
#pragma once

#include "sources/pull/fetch.hpp"

namespace hub::sources {

/// Nothing below 75 % of any of Meta's limits, then up to 30 s; from 95 % on as long as Meta says that access needs to
/// come back, else 5 min.
instant meta_pause(const fetch_answer& answer);

/// The interval of HubSpot's limit when no request of it is left.
instant hubspot_pause(const fetch_answer& answer);

}  // namespace hub::sources
