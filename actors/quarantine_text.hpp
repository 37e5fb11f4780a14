// The text under which a stored or readable fact stands in quarantine: what its sender wrote is gone by then.
#pragma once

#include <string>

namespace hub {

/// An event that lost its place to another: its source and its id there.
std::string displaced_text(const std::string& source, const std::string& external_id);

/// A fact that what is known refuses, whole, for a replay; beside it what an adjustment says, for people.
std::string fact_text(const std::string& source, const std::string& external_id, const std::string& encoded);

}  // namespace hub
