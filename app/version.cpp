#include "app/version.hpp"

namespace hub::app {

const char* version() { return CONVHUB_VERSION; }

}  // namespace hub::app
