// Small worlds: few people, devices, orders and amounts at times on the edges of windows, so that everything meets.
#pragma once

#include <cstdint>
#include <string>

#include "domain/truth.hpp"

namespace hub::oracle {

struct small_world {
  truth_policy policy;
  std::vector<fact_body> facts;  ///< in the order of their coming
};

/// The world of a seed, of at most 200 facts, mostly 40.
small_world make_world(std::uint64_t seed);

/// One line that says everything about a fact that the oracle looks at.
std::string text_of(const fact_body& fact);

}  // namespace hub::oracle
