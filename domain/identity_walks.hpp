// How the parts of identity_graph walk over the sets of an identifier and the records of a set.
#pragma once

#include "domain/identity_graph.hpp"

namespace hub {

/// Every set with *id* that has records, shared or not; *visit* takes its number and answers false to stop.
template <class Visit>
void identity_graph::each_set(identifier_no id, Visit visit) const {
  for (auto l = nodes_[id].first_link; l != none; l = link_next_[l])
    if (const auto set = link_sets_.run_of(l); sets_[set].live > 0 && !visit(set)) return;
}

template <class Visit>
void identity_graph::each_record(const id_set& s, Visit visit) const {
  for (auto r = s.records; r != none; r = records_[r].next)
    if (records_[r].removed == 0) visit(r);
}

}  // namespace hub
