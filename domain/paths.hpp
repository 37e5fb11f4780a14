// Path analysis: the sequences of channels (or campaigns, sources) that conversions took. docs/semantics.md, "Paths".
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "domain/credit.hpp"

namespace hub {

struct path_query {
  credit_query scope;  ///< filters, range, rules, currency
  dimension by = dimension::channel;
  path_transform transform = path_transform::exposure;
};

/// One distinct path after the transform.
struct path_pattern {
  std::uint64_t conversions = 0;
  std::uint64_t without = 0;  ///< journeys that took it and did not convert
  std::int64_t revenue = 0;
};

struct path_role {
  std::uint64_t opener = 0;
  std::uint64_t assist = 0;
  std::uint64_t closer = 0;
};

/// Partial result of a shard; all of it adds up.
struct path_partial {
  std::uint64_t total = 0;     ///< conversions with at least one eligible touch
  std::uint64_t no_touch = 0;  ///< conversions without any
  std::uint64_t touches = 0;   ///< before the transform
  std::map<std::vector<name_id>, path_pattern> patterns;
  std::map<name_id, std::uint64_t> counts;         ///< touches per name, before the transform
  std::map<std::uint32_t, std::uint64_t> lengths;  ///< conversions per number of touches
  std::map<std::int64_t, std::uint64_t> seconds;   ///< conversions per whole seconds from the first eligible touch
  std::map<std::pair<name_id, name_id>, std::uint64_t> transitions;  ///< path_start and path_conversion mark the ends
  std::map<name_id, path_role> roles;
  std::map<currency, unconverted_sum> unconverted;  ///< revenue that no rate was known for
  left_out_sum left_out;                            ///< conversions sold in range, and their net as known now
};

inline constexpr name_id path_start = 0xFFFF'FFF0U;
inline constexpr name_id path_conversion = 0xFFFF'FFF1U;

/// The distinct steps that neither open nor close the path: those that assist.
std::vector<name_id> steps_between(const std::vector<name_id>& steps);

path_partial scan_paths(const journey_columns& columns, const path_query& query);
void merge(path_partial& into, path_partial&& more);

}  // namespace hub
