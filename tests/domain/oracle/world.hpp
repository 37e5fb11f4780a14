// Small worlds: few people, devices, orders and amounts at times on the edges of windows, so that everything meets.
#pragma once

#include <cstdint>
#include <random>

#include "domain/truth.hpp"

namespace hub::oracle {

struct small_world {
  truth_policy policy;
  std::vector<fact_body> facts;  ///< in the order of their coming
};

/// The world of a seed, of at most 40 facts.
small_world make_world(std::uint64_t seed);

}  // namespace hub::oracle
