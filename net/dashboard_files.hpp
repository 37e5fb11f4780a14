// The dashboard as it is built (web/dist), compiled into the program.
#pragma once

#include <string_view>
#include <vector>

namespace hub::net {

/// One file, served at `path`; `/index.html` at `/` too.
struct dashboard_file {
  std::string_view path;    ///< `/assets/index-BxV3k2.js`
  std::string_view text;    ///< its bytes
  std::string_view brotli;  ///< the same compressed with Brotli, or empty where that is not worth it
};

/// All of them, sorted by path.
const std::vector<dashboard_file>& dashboard_files();

}  // namespace hub::net
