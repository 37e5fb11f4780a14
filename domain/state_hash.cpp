#include "domain/state_hash.hpp"

#include "domain/sha256.hpp"

namespace hub {

std::string state_sums::hash() const {
  std::string text = "convhub-state-1";  // another number when the hash covers something else
  for (const auto* set : {&contacts, &conversions, &events, &touches, &adjustments})
    text += "\n" + to_hex(set->sum()) + " " + std::to_string(set->count());
  return sha256_hex(text);
}

}  // namespace hub
