// Faults on purpose: an actor is told to die of an exception, so that tests see what its death does to the others. An
// actor pays nothing for it: the order is a message that no handler takes, so it ends where unexpected messages do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "messages/caf.hpp"

namespace hub {

enum class fault_kind : std::uint8_t {
  at_once,        ///< the next message that the actor takes up is an exception
  before_commit,  ///< of the writer: its next transaction throws, nothing of it is on disk
  after_commit,   ///< of the writer: its next transaction is on disk, and it throws before anybody hears of it
  at_record,      ///< of dedup: it throws, and lives, whenever it decides over the event `external_id`
};

/// net → supervisor: let an actor die. Only where the settings allow it.
struct fault_order {
  std::string actor = {};  ///< `dedup`, `writer`, …; `sync:hubspot` of a pulled source
  fault_kind kind = fault_kind::at_once;
  std::string external_id = {};  ///< of `at_record`
  std::uint32_t count = 1;       ///< how often: the actor that is started instead of it dies too, until so many did
};
struct fault_receipt {
  bool known = false;
  std::vector<std::string> actors = {};  ///< that there are
};

/// → any actor: die of an exception.
struct injected_fault {
  fault_kind kind = fault_kind::at_once;
  std::string external_id = {};
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::fault_order)
HUB_LOCAL_MESSAGE(hub::fault_receipt)
HUB_LOCAL_MESSAGE(hub::injected_fault)
