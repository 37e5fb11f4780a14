// Two ways to solve the equations of an absorbing chain for all removal effects at once. Both add and divide numbers that
// are never negative, so that no digit cancels, and take everything in the order of the states.
#pragma once

#include <vector>

#include "domain/markov.hpp"

namespace hub {

/// For chains whose states are the names. With visits n, chances of conversion h and the fundamental matrix N, the effect
/// of s is n_s h_s / (N_ss · conversions): of all visits to s, one in N_ss is the first of its journey. One elimination
/// (Grassmann, Taksar and Heyman 1985) gives h and the diagonal of N. Cubic in the names.
std::vector<double> effects_by_elimination(const chain_shape& shape, const chain_counts& counts);

/// For any chain: of each name, lets the journeys that have touched it flow on and adds up what converts. What has
/// come back to the name is counted already. Flow below 10^-17 of the whole is dropped.
std::vector<double> effects_by_pushing(const chain_shape& shape, const chain_counts& counts);

}  // namespace hub
