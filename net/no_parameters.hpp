// For routes that take nothing from the query: what stands there all the same is refused rather than passed over, since
// whoever wrote it meant something by it.
#pragma once

#include "net/routes.hpp"

namespace hub::net {

/// *fn*, which answers only requests without parameters; others get 400.
handler without_parameters(handler fn);

}  // namespace hub::net
