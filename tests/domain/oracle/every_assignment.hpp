// The best way to assign one source's clusters to those standing, found by trying every one. spec/semantics.md §3.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "domain/time.hpp"

namespace hub::oracle {

/// Where an event or a cluster stands: time, source, external id.
using place = std::tuple<instant, std::string, std::string>;

/// What joining two would cost, or nothing where they may not be one.
using pair_distance = std::function<std::optional<std::int64_t>(std::size_t arriving, std::size_t standing)>;

/// For each of *arriving*, which are in order, the one of *standing* that it joins: as many pairs as possible, then the
/// least distance in all, then the list of pairs that comes first.
std::vector<std::optional<std::size_t>> best_assignment(const std::vector<place>& arriving,
                                                        const std::vector<place>& standing,
                                                        const pair_distance& distance);

}  // namespace hub::oracle
