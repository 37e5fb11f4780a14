// The milestone models: credit for the touches that led to the steps of a sale, as far as the contact's own events tell of
// these. docs/semantics.md, "Models".
#pragma once

#include <limits>
#include <span>

#include "domain/models.hpp"

namespace hub {

/// A milestone that no event tells of.
inline constexpr instant no_milestone = std::numeric_limits<instant>::max();

/// When the contacts of a conversion passed the steps before it, by their other conversions.
struct milestones {
  instant lead = no_milestone;         ///< the first `generate_lead` at or before the conversion
  instant opportunity = no_milestone;  ///< the latest `qualify_lead` at or before the conversion

  friend bool operator==(const milestones&, const milestones&) = default;
};

/// Weights over the touches at *at* (in order) of a conversion; they add up to 1. Each milestone has an equal share for
/// the latest touch up to it, the others have a tenth together. A milestone without an event was passed with the next
/// one, at the latest with the conversion. @pre at is not empty, *m* is a milestone model
void weigh_milestones(model m, const milestones& passed, std::span<const instant> at, std::span<double> weights);

}  // namespace hub
