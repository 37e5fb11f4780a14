// Facts on their way in: from a route to dedup, from dedup to the writer, and the news of their commit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/decision.hpp"
#include "domain/ingest_item.hpp"
#include "domain/listing.hpp"
#include "domain/sealed_fact.hpp"
#include "domain/sync_mark.hpp"
#include "domain/truth.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net, or sync → dedup: everything one request brought, in its order.
struct ingest_batch {
  std::string source;
  std::string route;  ///< `conversions`, `touchpoints`, …: where a replay would send a rejected item
  instant received_at = 0;
  std::vector<ingest_item> items;
  std::string dataset = {};            ///< Meta dataset (pixel) id of the request, if it named one
  std::optional<sync_mark> mark = {};  ///< of a page that was pulled: committed with its items
  bool compare = false;                ///< say of each item what is known otherwise
};
/// dedup → net, after the commit: one result per item. rehearsal → net: what that would be, without numbers of quarantine.
struct ingest_receipt {
  std::vector<item_result> results;
  std::uint64_t data_seq = 0;
  std::vector<std::optional<known_otherwise>> otherwise = {};  ///< by item; empty where nobody asked to compare
};

/// net → rehearsal: what would become of a batch? Batches of one session are decided over one after the other, as if each
/// before had been kept.
struct rehearsal_request {
  ingest_batch batch;
  std::string session;     ///< empty: of this request alone
  bool last = true;        ///< nothing more comes; what the session holds can go
  std::uint64_t part = 0;  ///< number of the batch in its session, from 1; 0: not numbered
};

/// net → dedup: give up a quarantined item.
struct discard_request {
  std::uint64_t id = 0;
  instant at = 0;
};
struct discard_receipt {};

/// sync → dedup: which CRM records must be looked up before they can be understood. What is fetched comes back as any
/// other payload of their source.
struct crm_wanted_request {
  std::string source;  ///< empty: of all
  std::size_t limit = 100;
  std::optional<crm_wanted> past;  ///< the last record of the page before
};
struct crm_wanted_answer {
  std::vector<crm_wanted> records;  ///< by source, contacts before deals, by id
  std::uint64_t waiting = 0;        ///< of the source or of all, on every page
};

/// dedup → writer: what must be on disk before anybody hears of it.
struct commit_batch {
  std::vector<sealed_fact> facts;
  std::vector<decision> decisions;
  std::vector<quarantined_item> quarantined;
  std::vector<quarantine_change> changes;
  std::vector<sync_mark> marks;
};
/// writer → dedup: it is.
struct commit_receipt {
  std::uint64_t last_seq = 0;
  std::optional<error> failure;  ///< nothing of the batch was kept
};

/// supervisor → dedup: a shard was lost; tell everything again, in its place among the commits.
struct refill_request {};
/// dedup → report: what the committed facts changed. `everything` says: forget what you knew. `again`: it is no news, but
/// for shards that hold nothing.
struct facts_committed {
  truth_delta delta;
  bool everything = false;
  bool again = false;
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::ingest_batch)
HUB_LOCAL_MESSAGE(hub::ingest_receipt)
HUB_LOCAL_MESSAGE(hub::rehearsal_request)
HUB_LOCAL_MESSAGE(hub::discard_request)
HUB_LOCAL_MESSAGE(hub::discard_receipt)
HUB_LOCAL_MESSAGE(hub::crm_wanted_request)
HUB_LOCAL_MESSAGE(hub::crm_wanted_answer)
HUB_LOCAL_MESSAGE(hub::commit_batch)
HUB_LOCAL_MESSAGE(hub::commit_receipt)
HUB_LOCAL_MESSAGE(hub::refill_request)
HUB_LOCAL_MESSAGE(hub::facts_committed)
