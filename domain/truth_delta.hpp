// What a batch of facts changed, for those who store it and those who answer from it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/campaign_aliases.hpp"
#include "domain/decision.hpp"
#include "domain/journeys.hpp"
#include "domain/labels_values.hpp"
#include "domain/sealed_fact.hpp"

namespace hub {

/// A stored event that lost its place to another one, and why.
struct displaced_event {
  key128 key;
  std::string source;
  std::string external_id;
  error why;
};

/// A fact that what is known already refuses, and its bytes, from which it can be tried again.
struct refused_fact {
  std::size_t at = 0;  ///< position among the results
  std::string external_id;
  std::string encoded;
};

/// What a batch of facts changed.
struct truth_delta {
  std::vector<item_result> results;  ///< parallel to the facts given
  std::vector<sealed_fact> stored;   ///< the facts that are new, with their log positions
  std::vector<decision> decisions;
  std::vector<displaced_event> displaced;  ///< stored earlier, to be quarantined now
  std::vector<refused_fact> refused;
  std::vector<journey_update> journeys;
  name_id first_name = 0;                           ///< dictionary position of names[0]
  std::vector<std::string> names;                   ///< names first heard of
  std::vector<std::pair<name_id, name_id>> labels;  ///< campaigns whose shown name changed
  std::vector<spend_event> spend;
  std::vector<fx_rate_event> rates;
  std::optional<alias_map> aliases;                               ///< all that are in force, where that changed
  std::vector<std::pair<value_kind, std::int64_t>> value_limits;  ///< that changed
  std::uint64_t last_seq = 0;
};

}  // namespace hub
