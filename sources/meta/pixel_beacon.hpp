// A pixel's beacon as one JSON object, whichever transport it took: an image, a form, a multipart beacon, an empty POST.
#pragma once

#include <string>

#include "sources/json_document.hpp"
#include "sources/source.hpp"

namespace hub::sources {

/// The parameters of the request *in* as JSON text; empty when it brought none. Added to them: the page (`dl`) from the
/// Referer header, for images without script; the time (`ts`) of arrival where there is none or the browser's clock is
/// wrong (sources/client_clock.hpp). What the browser said then stands in `ts_sent`, even if it was nothing.
std::string beacon_json(const payload& in);

/// *object* with its members of the form `cd[value]` grouped as beacon_json would; empty when it has none.
std::string grouped_json(json_value object);

}  // namespace hub::sources
