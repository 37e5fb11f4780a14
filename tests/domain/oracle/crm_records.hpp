// What a CRM's changes mean, worked out a second time from docs/semantics.md, "CRM records": every record is read anew
// from everything that was ever said of it.
#pragma once

#include <map>
#include <vector>

#include "oracle.hpp"

namespace hub::oracle {

/// A moment at which a deal began to stand as won, or ceased to.
struct deal_step {
  instant at = 0;
  bool wins = false;
  std::string id;           ///< of its ledger entry
  std::int64_t change = 0;  ///< of the value since it stood before
  std::string change_id;
};

struct crm_meaning {
  std::vector<conversion_event> deals;  ///< that were ever called won
  std::map<event_name, std::vector<deal_step>> steps;
  std::vector<touch_event> visits;
  std::vector<record> contacts;  ///< who is whom
};

crm_meaning read_crm(const std::vector<fact_body>& facts);

/// What the deals among some events add to their conversion's money. @param value the event that gives its value
std::vector<money_change> deal_changes(const crm_meaning& crm, const std::vector<const conversion_event*>& events,
                                       const conversion_event* value);

}  // namespace hub::oracle
