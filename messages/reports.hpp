// Questions and answers: reports over the shards, lookups of single conversions and contacts, the archive of facts.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/conversion_scan.hpp"
#include "domain/journey_tally.hpp"
#include "domain/report.hpp"
#include "domain/truth.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net → report. Attribution, comparison and (with spend) ROAS.
struct attribution_request {
  report_query query;
  bool with_spend = false;
};
struct attribution_answer {
  attribution_report report;
};

/// net → report.
struct paths_request {
  report_query query;
};
struct paths_answer {
  path_report report;
};

/// net → report: a page of conversions. Names are text here; the report actor turns them into positions.
struct conversions_request {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
  std::string type, source, campaign;
  std::optional<bool> offline;
  std::optional<std::vector<key128>> ids;
  std::optional<page_position> after;
  std::size_t limit = 100;
  std::optional<hub::label> label = std::nullopt;
};
/// A conversion with its names and the facts behind it.
struct conversion_view {
  journey_conversion conversion;
  std::string type, source, country;
  std::vector<std::string> sources;
  std::vector<conversion_event> events;  ///< in order of receipt
  std::int64_t gross = 0, net = 0;
};
struct conversions_answer {
  std::vector<conversion_view> conversions;
  std::optional<page_position> next;
  std::uint64_t data_seq = 0;
  std::vector<unknown_name> unknown = {};  ///< filters that nothing can pass
};

/// net → dedup, or historian: what was merged, per rule and pair of sources, in a range of event times.
struct duplicates_request {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
  std::optional<log_moment> as_of = {};  ///< of the historian
};
struct duplicates_answer {
  std::vector<duplicate_sum> sums;
  std::uint64_t events = 0;       ///< source events that are outcomes
  std::uint64_t conversions = 0;  ///< what they really are
  std::shared_ptr<const rate_table> rates;
  std::uint64_t data_seq = 0;
};

/// report → learner: what the data-driven models find in the merged tallies.
struct learn_request {
  std::shared_ptr<const report_query> query;
  std::shared_ptr<const journey_tally> tally;
  std::vector<std::string> names;  ///< of the states of the tally
};
struct learn_reply {
  data_findings findings;
  std::optional<error> failure;
};

/// net → dedup: one conversion by any of its events' ids.
struct conversion_lookup {
  key128 id;
};
struct conversion_found {
  std::optional<conversion_dossier> dossier;
  std::vector<conversion_event> events;  ///< parallel to dossier->events
  std::vector<decision> decisions;       ///< the audit trail of its events, oldest first
};
/// net → dedup: one contact by contact id key or identifier key.
struct contact_lookup {
  key128 key;
};
struct contact_found {
  std::optional<contact_dossier> dossier;
};
/// net → dedup: ids of conversions for the filters `contact=` and `q=`.
struct id_lookup {
  std::optional<key128> contact;
  std::string text;
};
struct ids_found {
  bool known = false;  ///< the contact is known
  std::vector<key128> ids;
};

/// net → dedup: what carries each label.
struct labels_request {};
struct labels_answer {
  std::vector<label_count> counts;
  std::uint64_t data_seq = 0;
};
/// net → dedup: a page of what carries one label, the latest first.
struct labelled_request {
  hub::label label = hub::label::bot_agent;
  std::optional<labelled_position> after;
  std::size_t limit = 100;
};
struct labelled_answer {
  std::vector<labelled_item> items;
  std::optional<labelled_position> next;
  std::uint64_t data_seq = 0;
};

/// dedup, report → archive: facts by log position, decoded.
struct facts_request {
  std::vector<std::uint64_t> seqs;
};
/// dedup → archive: the next facts after a log position, sealed again.
struct log_request {
  std::uint64_t after = 0;
  std::size_t limit = 0;
};
struct facts_reply {
  std::vector<sealed_fact> facts;  ///< in the order asked
  std::optional<error> failure;
};
/// net → archive: a page of quarantine.
struct quarantine_request {
  quarantine_filter which;
  bool oldest_first = false;
  std::uint64_t past = 0;  ///< the last item of the page before; 0: from the beginning
  std::size_t limit = 100;
};
struct quarantine_answer {
  std::vector<quarantined_item> items;
  std::optional<error> failure;
};
/// dedup → archive: audit rows of events.
struct decisions_request {
  std::vector<key128> events;
};
struct decisions_reply {
  std::vector<decision> decisions;
  std::optional<error> failure;
};

/// net → dedup: the sums of the state hash.
struct state_hash_request {};
struct state_hash_answer {
  state_sums sums;
};

/// net → supervisor.
struct status_request {};
struct hub_status {
  bool ready = false;
  std::string reason;        ///< why not ready
  std::string refuses = {};  ///< why nothing is taken in though questions are answered; empty: it is
  std::uint64_t data_seq = 0;
  std::uint64_t events = 0, touches = 0, contacts = 0, conversions = 0, rejected = 0;
  std::uint64_t adjustments = 0;                             ///< refunds and the like, counted or not
  std::uint64_t shared_identifiers = 0;                      ///< that link nobody
  std::uint64_t redelivered = 0;                             ///< items that said nothing new, since the process started
  std::uint64_t waiting = 0;                                 ///< messages that dedup has not got to yet
  std::map<std::string, std::uint64_t> awaiting_fetch = {};  ///< by source: CRM records that must be looked up
  std::uint64_t shards_here = 0;                             ///< shards of the journeys in the hub's own process,
  std::uint64_t shards_in_workers = 0;                       ///< in workers,
  std::uint64_t shards_filling = 0;                          ///< and those that were lost and are not filled yet
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::attribution_request)
HUB_LOCAL_MESSAGE(hub::attribution_answer)
HUB_LOCAL_MESSAGE(hub::paths_request)
HUB_LOCAL_MESSAGE(hub::paths_answer)
HUB_LOCAL_MESSAGE(hub::conversions_request)
HUB_LOCAL_MESSAGE(hub::conversions_answer)
HUB_LOCAL_MESSAGE(hub::duplicates_request)
HUB_LOCAL_MESSAGE(hub::duplicates_answer)
HUB_LOCAL_MESSAGE(hub::learn_request)
HUB_LOCAL_MESSAGE(hub::learn_reply)
HUB_LOCAL_MESSAGE(hub::conversion_lookup)
HUB_LOCAL_MESSAGE(hub::conversion_found)
HUB_LOCAL_MESSAGE(hub::contact_lookup)
HUB_LOCAL_MESSAGE(hub::contact_found)
HUB_LOCAL_MESSAGE(hub::id_lookup)
HUB_LOCAL_MESSAGE(hub::ids_found)
HUB_LOCAL_MESSAGE(hub::labels_request)
HUB_LOCAL_MESSAGE(hub::labels_answer)
HUB_LOCAL_MESSAGE(hub::labelled_request)
HUB_LOCAL_MESSAGE(hub::labelled_answer)
HUB_LOCAL_MESSAGE(hub::facts_request)
HUB_LOCAL_MESSAGE(hub::log_request)
HUB_LOCAL_MESSAGE(hub::facts_reply)
HUB_LOCAL_MESSAGE(hub::quarantine_request)
HUB_LOCAL_MESSAGE(hub::quarantine_answer)
HUB_LOCAL_MESSAGE(hub::decisions_request)
HUB_LOCAL_MESSAGE(hub::decisions_reply)
HUB_LOCAL_MESSAGE(hub::state_hash_request)
HUB_LOCAL_MESSAGE(hub::state_hash_answer)
HUB_LOCAL_MESSAGE(hub::status_request)
HUB_LOCAL_MESSAGE(hub::hub_status)
