// What the program tells its caller by its exit code; scripts rely on these numbers.
#pragma once

namespace hub::app {

enum class exit_code : int {
  ok = 0,
  failed = 1,         ///< the hub refused, or something broke
  usage = 2,          ///< the command line itself is wrong
  configuration = 3,  ///< a setting is wrong
  unreachable = 4,    ///< no server answers
  some_rejected = 5,  ///< done, but some records were rejected
};

}  // namespace hub::app
