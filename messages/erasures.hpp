// A person is erased: from the log, from quarantine, and from what is in memory.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "domain/person_mask.hpp"
#include "domain/sealed_fact.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net → dedup: forget the person whom a key (of a contact or of an identifier) names.
struct erasure_request {
  key128 person;
  std::string secret;  ///< random: what the names that stand in their place are made of
  instant at = 0;
  bool dry_run = false;  ///< only say what there is to forget
};
/// dedup → net: once memory holds nothing of them either.
struct erasure_receipt {
  std::string contact;  ///< the id that they had; empty: no contact is known by the key
  std::uint64_t identifiers = 0, touches = 0, conversions = 0;
  std::uint64_t facts = 0;        ///< masked in the log
  std::uint64_t quarantined = 0;  ///< emptied
  std::uint64_t data_seq = 0;
  std::optional<error> failure;  ///< nothing was erased
};

/// dedup → writer: keep the decision and mask what the log has of the person.
struct erasure_order {
  sealed_fact decided;
  std::shared_ptr<person_mask> mask;
  instant at = 0;
};
/// writer → dedup: it is on disk, and so is the log without them.
struct erasure_done {
  std::uint64_t facts = 0;
  std::uint64_t quarantined = 0;
  std::optional<error> failure;  ///< nothing was changed
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::erasure_request)
HUB_LOCAL_MESSAGE(hub::erasure_receipt)
HUB_LOCAL_MESSAGE(hub::erasure_order)
HUB_LOCAL_MESSAGE(hub::erasure_done)
