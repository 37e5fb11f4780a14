// Who converted and what led there, as AnyTrack tells it: ids of its own, the main attribution, the landing page.
#pragma once

#include <string>

#include "sources/anytrack/anytrack_fields.hpp"
#include "sources/person_fields.hpp"

namespace hub::sources {

struct anytrack_visitor {
  person who;
  campaign_context context;
  std::string url;  ///< of the page
};

/// Reads email, phone, customer (an external id), client and reference (devices), click ids, UTM and URL. A network's own
/// click id goes before AnyTrack's: other sources know the click by it.
anytrack_visitor read_visitor(anytrack_fields& in, item_reader& reader);

}  // namespace hub::sources
