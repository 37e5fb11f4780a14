// One item of what came in, on its way to being decided over: a fact, or what is wrong with it and its redacted text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "domain/sealed_fact.hpp"

namespace hub {

struct ingest_item {
  std::optional<sealed_fact> fact;
  std::vector<sealed_fact> companions;  ///< further facts the item brought, such as earlier clicks
  std::vector<error> errors;
  bool left_out = false;  ///< no case for quarantine: errors say why; none say that it waits there already as it is
  std::string raw;
  bool raw_is_fact = false;   ///< raw is a fact's bytes, not the text that was sent
  std::string pointer;        ///< where it stood in the body, e.g. `/data/3`
  std::uint64_t replays = 0;  ///< the quarantined item that is tried again; 0: none
};

}  // namespace hub
