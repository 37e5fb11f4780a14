// Who answers what: the typed interface of every actor, in one place.
#pragma once

#include "messages/aliases.hpp"
#include "messages/cells.hpp"
#include "messages/contacts.hpp"
#include "messages/erasures.hpp"
#include "messages/faults.hpp"
#include "messages/feed.hpp"
#include "messages/ingest.hpp"
#include "messages/keys.hpp"
#include "messages/listings.hpp"
#include "messages/reports.hpp"
#include "messages/rhythms.hpp"
#include "messages/shards.hpp"
#include "messages/sync.hpp"
#include "messages/verdicts.hpp"

namespace hub {

/// Decides which source events are one conversion, and has the decision committed before anyone hears of it.
using dedup_actor =
    caf::typed_actor<answers<ingest_batch, ingest_receipt>, answers<discard_request, discard_receipt>,
                     answers<conversion_lookup, conversion_found>, answers<contact_lookup, contact_found>,
                     answers<contact_ids_request, contact_ids_answer>,
                     answers<contact_verdicts_request, contact_verdicts_answer>,
                     answers<shared_identifiers_request, shared_identifiers_answer>, answers<id_lookup, ids_found>,
                     answers<duplicates_request, duplicates_answer>, answers<labels_request, labels_answer>,
                     answers<labelled_request, labelled_answer>, answers<crm_wanted_request, crm_wanted_answer>,
                     answers<state_hash_request, state_hash_answer>, answers<status_request, hub_status>,
                     answers<pairs_request, pairs_answer>, answers<merge_request, verdict_receipt>,
                     answers<keep_apart_request, verdict_receipt>, answers<unmerge_request, verdict_receipt>,
                     answers<withdraw_request, verdict_receipt>, answers<verdicts_request, verdicts_answer>,
                     answers<rules_request, rules_receipt>, answers<rules_lookup, rules_found>,
                     answers<touch_ids_request, touch_ids_answer>, answers<touch_page_request, touch_page_answer>,
                     answers<event_page_request, event_page_answer>, answers<adjustments_request, adjustments_answer>,
                     answers<sources_request, sources_answer>, answers<alias_request, alias_receipt>,
                     answers<alias_withdrawal, alias_receipt>, answers<aliases_request, aliases_answer>,
                     answers<erasure_request, erasure_receipt>, takes<refill_request>>;

/// Decides over batches and rules without committing them: the dry run.
using rehearsal_actor =
    caf::typed_actor<answers<rehearsal_request, ingest_receipt>, answers<rules_request, rules_receipt>>;

/// The only writer: gathers what waits into one transaction and one fsync. Keys it keeps one at a time.
using writer_actor = caf::typed_actor<answers<commit_batch, commit_receipt>, answers<key_change, key_receipt>,
                                      answers<erasure_order, erasure_done>>;

/// Reads the log of facts and the quarantine.
using archive_actor =
    caf::typed_actor<answers<facts_request, facts_reply>, answers<log_request, facts_reply>,
                     answers<quarantine_request, quarantine_answer>, answers<sync_mark_request, sync_mark_reply>,
                     answers<decisions_request, decisions_reply>>;

/// Holds one shard of the journeys as columns and answers with partial results that add up.
using attribution_actor = caf::typed_actor<
    takes<journeys_changed>, answers<credit_request, credit_reply>, answers<path_scan_request, path_scan_reply>,
    answers<conversion_scan_request, conversion_scan_reply>, answers<cell_scan_request, cell_scan_reply>,
    answers<series_scan_request, series_scan_reply>, answers<cohort_scan_request, cohort_scan_reply>,
    answers<path_cell_scan_request, path_cell_scan_reply>, answers<cohort_cell_scan_request, cohort_cell_scan_reply>,
    answers<match_scan_request, match_scan_reply>>;

/// Holds shards for hubs, in a process of its own.
using worker_actor = caf::typed_actor<answers<shard_wanted, shard_granted>>;

/// Is told where shards are.
using shard_keeper_actor = caf::typed_actor<takes<shard_moved>>;

/// Computes what data-driven models find, for one report, while everybody else goes on answering.
using learner_actor = caf::typed_actor<answers<learn_request, learn_reply>>;

/// Scatters a question over the shards, merges their partials and adds names, spend and rates.
using report_actor =
    caf::typed_actor<takes<facts_committed>, answers<attribution_request, attribution_answer>,
                     answers<paths_request, paths_answer>, answers<conversions_request, conversions_answer>,
                     answers<cell_request, cell_answer>, answers<series_request, series_answer>,
                     answers<cohorts_request, cohorts_answer>, answers<path_cell_request, path_cell_answer>,
                     answers<cohort_cell_request, cohort_cell_answer>, answers<spend_page_request, spend_page_answer>,
                     answers<match_request, match_answer>>;

/// Answers reports from what had been received by a moment past, which each question names. A moment that the log has not
/// reached is refused (`ahead`).
using historian_actor =
    caf::typed_actor<answers<attribution_request, attribution_answer>, answers<paths_request, paths_answer>,
                     answers<duplicates_request, duplicates_answer>, answers<cell_request, cell_answer>,
                     answers<series_request, series_answer>, answers<cohorts_request, cohorts_answer>,
                     answers<path_cell_request, path_cell_answer>, answers<cohort_cell_request, cohort_cell_answer>,
                     answers<sources_request, sources_answer>, answers<touch_ids_request, touch_ids_answer>,
                     answers<match_request, match_answer>>;

/// Keeps the last news of conversions for those who look on.
using feed_actor = caf::typed_actor<takes<feed_news>, answers<feed_request, feed_reply>>;

/// Starts, watches and restarts the others, and says how they are.
using supervisor_actor = caf::typed_actor<answers<status_request, hub_status>, answers<fault_order, fault_receipt>>;

/// supervisor → gateway: whom to ask from now on. Sent again after every restart.
struct hub_actors {
  dedup_actor dedup;
  report_actor report;
  archive_actor archive;
  rehearsal_actor rehearsal;
  historian_actor historian;
  feed_actor feed = {};
  writer_actor writer = {};  ///< for keys only; facts go to it through dedup
};

/// Pulls one source.
using sync_actor = caf::typed_actor<answers<sync_order, order_outcome>, answers<sync_state_request, sync_state>>;

/// Starts, watches and restarts the sync actors, and speaks for them. Told of every (re)start of the hub.
using syncs_actor = caf::typed_actor<answers<sync_order, sync_receipt>, answers<sync_states_request, sync_states>,
                                     answers<fault_order, fault_receipt>, takes<hub_actors>>;

/// Tells the gateway (the actor that asks on behalf of HTTP) whom to ask.
using directory_actor = caf::typed_actor<takes<hub_actors>>;

/// Watches the sources; told of every (re)start too.
using lookout_actor = directory_actor::extend<answers<rhythms_request, rhythms_answer>>;

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::hub_actors)
