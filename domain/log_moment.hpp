// A moment in the log's past: what had been received by a position or by a time.
#pragma once

#include <cstdint>
#include <optional>

#include "domain/time.hpp"

namespace hub {

struct log_moment {
  std::optional<std::uint64_t> seq;  ///< the log up to and including this position; 0: nothing yet
  instant received_by = 0;           ///< without a position: what was received at this instant or before

  friend bool operator==(const log_moment&, const log_moment&) = default;
};

}  // namespace hub
