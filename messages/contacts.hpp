// Contacts: which identifier is whose, what was decided about them, and which identifiers link nobody. What changes
// them goes in as facts (messages/ingest.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/identity_graph.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net → dedup: whose are these keys (of contacts or of identifiers) now?
struct contact_ids_request {
  std::vector<key128> keys;
};
struct contact_ids_answer {
  std::vector<std::optional<std::string>> contacts;  ///< parallel to the keys: contact ids
  std::uint64_t data_seq = 0;
};

/// net → dedup: decisions that identifiers are not one person, the latest first.
struct contact_verdicts_request {
  std::optional<key128> only;  ///< the event key of one decision
};
struct contact_verdict_view {
  identity_verdict told;
  bool withdrawn = false;
};
struct contact_verdicts_answer {
  std::vector<contact_verdict_view> verdicts;
  std::uint64_t data_seq = 0;
};

/// net → dedup: identifiers that link nobody, because they came together with too many others.
struct shared_identifiers_request {};
struct shared_identifiers_answer {
  std::vector<shared_identifier> identifiers;  ///< those of most records first
  std::uint64_t data_seq = 0;
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::contact_ids_request)
HUB_LOCAL_MESSAGE(hub::contact_ids_answer)
HUB_LOCAL_MESSAGE(hub::contact_verdicts_request)
HUB_LOCAL_MESSAGE(hub::contact_verdicts_answer)
HUB_LOCAL_MESSAGE(hub::shared_identifiers_request)
HUB_LOCAL_MESSAGE(hub::shared_identifiers_answer)
