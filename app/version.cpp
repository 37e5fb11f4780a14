#include "app/version.hpp"

namespace hub::app {

const char* const version = CONVHUB_VERSION;

}  // namespace hub::app
