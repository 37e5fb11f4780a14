// What the patterns of a shard say of their steps: how often one came after the other, and in which role.
#pragma once

#include <span>

#include "domain/paths.hpp"

namespace hub {

/// Fills `transitions` and `roles` of *out*. @pre the steps of its patterns are positions in *names*
void add_steps(path_partial& out, std::span<const name_id> names);

}  // namespace hub
