// Path analysis: the sequences of channels (or campaigns, sources) that conversions took. docs/semantics.md, "Paths".
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "domain/credit.hpp"
#include "domain/path_patterns.hpp"

namespace hub {

struct path_query {
  credit_query scope;  ///< filters, range, rules, currency
  dimension by = dimension::channel;
  path_transform transform = path_transform::exposure;
};

struct path_role {
  std::uint64_t opener = 0;
  std::uint64_t assist = 0;
  std::uint64_t closer = 0;
};

/// Partial result of a shard; all of it adds up.
struct path_partial {
  std::uint64_t total = 0;                         ///< conversions with at least one eligible touch
  std::uint64_t no_touch = 0;                      ///< conversions without any
  std::uint64_t touches = 0;                       ///< before the transform
  path_patterns patterns;                          ///< after the transform
  std::map<name_id, std::uint64_t> counts;         ///< touches per name, before the transform
  std::map<std::uint32_t, std::uint64_t> lengths;  ///< conversions per number of touches
  std::vector<std::int64_t> seconds;  ///< of each conversion, from the first eligible touch; whole ones, in no order
  std::map<std::pair<name_id, name_id>, std::uint64_t> transitions;  ///< path_start and path_conversion mark the ends
  std::map<name_id, path_role> roles;
  unconverted_sums unconverted;  ///< revenue that no rate was known for
  left_out_sum left_out;         ///< conversions sold in range, and their net as known now
};

inline constexpr name_id path_start = 0xFFFF'FFF0U;
inline constexpr name_id path_conversion = 0xFFFF'FFF1U;

/// The distinct steps that neither open nor close the path: those that assist.
std::vector<name_id> steps_between(const std::vector<name_id>& steps);

path_partial scan_paths(const journey_columns& columns, const path_query& query);
void merge(path_partial& into, path_partial&& more);

}  // namespace hub
