// The hub's own JSON: one parser per kind of fact. Fields are those of the HTTP API (api/openapi.yaml); fields the hub
// does not know are kept as metadata where the fact has any, and ignored otherwise.
#pragma once

#include "sources/source.hpp"

namespace hub::sources {

result<parsed> parse_conversions(const payload& in);
result<parsed> parse_touchpoints(const payload& in);
result<parsed> parse_adjustments(const payload& in);
result<parsed> parse_spend(const payload& in);
result<parsed> parse_fx_rates(const payload& in);
result<parsed> parse_identities(const payload& in);

}  // namespace hub::sources
