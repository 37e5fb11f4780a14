// The Markov model: an absorbing chain with memory of its last touches, estimated from whole journeys, and what removing a
// name does to the chance of a conversion. Exact: linear equations, no walks. docs/semantics.md, "Data-driven models".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/journey_sample.hpp"

namespace hub {

/// Which states follow which. A state is the last touches of a journey, as many as the order says, fewer at its beginning.
struct chain_shape {
  std::size_t names = 0;
  std::size_t order = 1;
  std::vector<std::uint32_t>
      holds;  ///< per state its *order* names, `nobody` where it has fewer; empty: state i is name i
  std::vector<std::size_t> begins;  ///< of each state's steps, one more at the end
  std::vector<std::uint32_t> to;    ///< the steps

  static constexpr std::uint32_t nobody = 0xFFFF'FFFFU;
  std::size_t states() const { return begins.size() - 1; }
  bool has(std::size_t state, std::uint32_t name) const;
};

/// How often each step was taken and each state ended a journey. Every journey that enters a state leaves it.
struct chain_counts {
  std::vector<std::uint64_t> steps;     ///< parallel to chain_shape::to
  std::vector<std::uint64_t> converts;  ///< by state: the next was the conversion
  std::vector<std::uint64_t> ends;      ///< by state: nothing came next
};

struct chain {
  chain_shape shape;
  chain_counts counts;
};

/// The chain of order 1 from its transitions. @pre *transitions* are ordered by (from, to)
chain chain_of(std::size_t names, std::span<const state_step> transitions);

/// The shape of a chain with the way of each path through it, so that weighted journeys can be counted again and again.
/// Paths of equally many steps stand together: so counting has no length to guess.
struct path_chain {
  chain_shape shape;
  std::vector<std::uint32_t> paths;    ///< the number of each in the list of paths
  std::vector<std::uint32_t> lengths;  ///< how many steps each has
  std::vector<std::uint32_t> last;     ///< the state that each ends in
  std::vector<std::uint32_t> steps;    ///< of all, one path after the other: positions in chain_shape::to
};
path_chain chain_of(std::size_t names, std::size_t order, const path_list& paths);

/// @param conversions, without  how many journeys took each path
chain_counts count(const path_chain& chain, std::span<const std::uint64_t> conversions,
                   std::span<const std::uint64_t> without);

/// By name: 1 - P(conversion without ever touching the name) / P(conversion). @pre some journey converts
std::vector<double> removal_effects(const chain_shape& shape, const chain_counts& counts);

/// About how many multiplications that takes.
double work_of(const chain_shape& shape);

}  // namespace hub
