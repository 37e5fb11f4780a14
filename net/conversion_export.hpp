// Conversions as one long download: asked for page by page and written as CSV, NDJSON or JSON, so that a million of them
// need the memory of one page.
#pragma once

#include <memory>

#include "net/export_format.hpp"
#include "net/gateway.hpp"
#include "net/http.hpp"

namespace hub::net {

/// Where pages come from: asks for the page that *request* describes and calls *ready*, with nothing when it cannot be
/// had.
using page_source = std::function<void(conversions_request request, std::function<void(conversions_answer*)> ready)>;

/// A stream that begins with *first*, the answer to *request*, and asks *pages* for the rest.
std::shared_ptr<body_stream> export_conversions(export_format format, conversions_request request,
                                                conversions_answer first, page_source pages);

/// One page as lines, of JSON unless it is CSV; *heading* says that a CSV begins here.
std::string render_page(export_format format, const conversions_answer& page, bool heading);

}  // namespace hub::net
