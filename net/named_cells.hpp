// Cells with the ids of their touches. Shards do not know these; they are asked of the truth afterwards, and where a
// journey changed in between, the whole is asked again, so that no id stands beside another touch's credit.
#pragma once

#include <functional>

#include "net/gateway.hpp"

namespace hub::net {

/// Asks for the cell and for the ids of its touches; *then* gets the answer, or *to* a refusal.
void ask_named_cell(const gateway& asks, cell_request question, reply_to to, std::function<void(cell_answer&)> then);

}  // namespace hub::net
