// The script that sites embed: net/web/hub.js, compiled into the program as it is written.
#pragma once

#include <string_view>

namespace hub::net {

/// Its text; less than 3000 bytes, so that it costs a page little.
std::string_view hub_script();

}  // namespace hub::net
