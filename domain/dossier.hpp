// Answers about single conversions and contacts, with everything that explains them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/decision.hpp"
#include "domain/identity_graph.hpp"
#include "domain/journeys.hpp"
#include "domain/labels_touches.hpp"
#include "domain/labels_values.hpp"
#include "domain/ledger.hpp"

namespace hub {

/// One source event of a conversion.
struct dossier_event {
  key128 key;
  std::uint64_t seq = 0;
  std::string source;
  std::string external_id;
  instant occurred_at = 0;
  merge_rule rule = merge_rule::none;  ///< none for the founder
  key128 partner;
  std::int64_t distance_us = 0;
};

/// One touch with its texts; those that stand for nothing of their own say which one does.
struct dossier_touch {
  std::string id;
  std::uint64_t seq = 0;
  instant at = 0;
  hub::interaction interaction = hub::interaction::click;
  std::string feed, channel, source_medium, campaign, campaign_name, adset, ad;
  std::string campaign_told;               ///< the campaign's key as told, where an alias joins it to `campaign`
  std::optional<std::size_t> folded_into;  ///< position of the touch that counts for this click
  std::vector<label_note> marks;           ///< its labels
};

struct dossier_entry {
  entry_kind kind = entry_kind::sale;
  entry_note note = entry_note::counted;
  instant at = 0;
  std::int64_t amount = 0;
  std::int8_t count = 0;
  std::string source;
  std::string external_id;
  std::optional<std::int64_t> asked = {};  ///< what it asked for, signed, where not all of it counts
  std::optional<instant> told_at = {};     ///< when it says it was, where that is before the sale
};

/// Everything known of one conversion.
struct conversion_dossier {
  key128 asked;  ///< the id in the question; differs from `id` when that event was merged away
  key128 id;
  journey_conversion conversion;
  std::string type, source, country;
  std::vector<std::string> contacts;  ///< contact ids
  std::vector<dossier_event> events;  ///< founder first
  std::vector<std::size_t> by_trust;  ///< positions in `events`, the most trusted source first
  std::vector<dossier_entry> ledger;
  std::int64_t gross = 0, net = 0;
  std::vector<dossier_touch> touches;          ///< all touches of its contacts, in total order
  journey_update journey;                      ///< the folded touches, this conversion and the one before
  std::vector<std::size_t> journey_positions;  ///< parallel to journey.touches: position in `touches`
  std::vector<label_note> marks;               ///< its labels
};

struct contact_dossier {
  std::string id;
  std::vector<told_identifier> identifiers;
  std::vector<told_link> links;  ///< those that were taken, then those that were refused
  std::vector<dossier_touch> touches;
  std::vector<conversion_dossier> conversions;
};

/// How many events of one source turned out to be outcomes that another source had told, and what they would have
/// counted a second time.
struct duplicate_sum {
  merge_rule rule = merge_rule::none;
  std::string source;          ///< of the merged event
  std::string matched_source;  ///< of the event it matched
  std::uint64_t count = 0;
  std::map<currency, std::map<std::int32_t, std::int64_t>> value;  ///< minor units by currency and UTC day
};

}  // namespace hub
