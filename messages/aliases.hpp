// Aliases of campaigns: deciding, taking back, listing; and the match report that shows which are missing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/campaign_aliases.hpp"
#include "domain/match_report.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net → dedup: what is called *from* is the campaign *to*.
struct alias_request {
  std::string from, to, note;
  instant at = 0;
};
/// net → dedup: takes an alias back, for good.
struct alias_withdrawal {
  std::string id;
  instant at = 0;
};
/// dedup → net, after the commit.
struct alias_receipt {
  campaign_alias told;
  std::optional<error>
      failure;  ///< nothing was decided: `alias-self`, `alias-taken`, `alias-chain`, `alias-unknown`, …
  std::uint64_t data_seq = 0;
};

/// net → dedup: every alias, the latest first.
struct aliases_request {};
struct aliases_answer {
  std::vector<campaign_aliases::entry> aliases;
  std::uint64_t data_seq = 0;
};

/// net → report, historian.
struct match_request {
  report_query query;
};
struct match_answer {
  match_report report;
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::alias_request)
HUB_LOCAL_MESSAGE(hub::alias_withdrawal)
HUB_LOCAL_MESSAGE(hub::alias_receipt)
HUB_LOCAL_MESSAGE(hub::aliases_request)
HUB_LOCAL_MESSAGE(hub::aliases_answer)
HUB_LOCAL_MESSAGE(hub::match_request)
HUB_LOCAL_MESSAGE(hub::match_answer)
