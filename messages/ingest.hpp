// Facts on their way in: from a route to dedup, from dedup to the writer, and the news of their commit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/decision.hpp"
#include "domain/sealed_fact.hpp"
#include "domain/truth.hpp"
#include "messages/caf.hpp"

namespace hub {

/// One item of a request: a fact, or what is wrong with it and its redacted text.
struct ingest_item {
  std::optional<sealed_fact> fact;
  std::vector<sealed_fact> companions;  ///< further facts the item brought, such as earlier clicks
  std::vector<error> errors;
  bool left_out = false;  ///< errors say why the hub does not keep it; it is no case for quarantine
  std::string raw;
  bool raw_is_fact = false;   ///< raw is a fact's bytes, not the text that was sent
  std::string pointer;        ///< where it stood in the body, e.g. `/data/3`
  std::uint64_t replays = 0;  ///< the quarantined item that is tried again; 0: none
};

/// net → dedup: everything one request brought, in its order.
struct ingest_batch {
  std::string source;
  std::string route;  ///< `conversions`, `touchpoints`, …: where a replay would send a rejected item
  instant received_at = 0;
  std::vector<ingest_item> items;
  std::string dataset = {};  ///< Meta dataset (pixel) id of the request, if it named one
};
/// dedup → net, after the commit: one result per item.
struct ingest_receipt {
  std::vector<item_result> results;
  std::uint64_t data_seq = 0;
};

/// net → rehearsal: what would become of a batch? Batches of one session are decided over one after the other, as if each
/// before had been kept. A receipt says what dedup's would, without numbers of quarantine.
struct rehearsal_request {
  ingest_batch batch;
  std::string session;  ///< empty: of this request alone
  bool last = true;     ///< nothing more comes; what the session holds can go
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
