// Where the pull of a source stands: committed with the page it came with, read again at every start.
#pragma once

#include <cstdint>
#include <string>

#include "domain/time.hpp"

namespace hub {

struct sync_mark {
  std::string source = {};
  std::string cursor = {};    ///< where to go on, in the words of the source's pull; empty: at the beginning
  instant read_up_at = 0;     ///< when a run last came to its end; 0: none did
  std::uint64_t records = 0;  ///< taken in ever, those that said nothing new too
  bool paused = false;        ///< by hand, until it is resumed

  friend bool operator==(const sync_mark&, const sync_mark&) = default;
};

}  // namespace hub
