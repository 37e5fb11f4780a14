// What campaigns are called: the names that reports show, and which campaigns somebody decided are one.
// docs/semantics.md, "Aliases".
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/dictionary.hpp"
#include "domain/facts.hpp"
#include "domain/keys.hpp"

namespace hub {

/// The name that a campaign was last told to have, and when.
struct campaign_label {
  instant at = 0;
  name_id name = 0;
};

/// What a campaign is called in reports: itself, unless an alias joins it to another. One step, never two.
class alias_map {
 public:
  name_id of(name_id campaign) const {
    if (to_.empty()) return campaign;
    const auto found = to_.find(campaign);
    return found == to_.end() ? campaign : found->second;
  }
  bool empty() const { return to_.empty(); }
  void join(name_id from, name_id to) { to_[from] = to; }
  void part(name_id from) { to_.erase(from); }
  /// Every joined campaign and what it is joined to, in no particular order.
  std::vector<std::pair<name_id, name_id>> pairs() const { return {to_.begin(), to_.end()}; }

 private:
  boost::unordered_flat_map<name_id, name_id> to_;
};

/// The same by text: campaign key → the key it is joined to.
using campaign_joins = std::map<std::string, std::string, std::less<>>;

/// What *campaign* is called in reports.
inline const std::string& joined(const campaign_joins& joins, const std::string& campaign) {
  const auto found = joins.find(campaign);
  return found == joins.end() ? campaign : found->second;
}

/// The decisions, and what follows from them: a function of the set of them, whatever order they came in.
class campaign_aliases {
 public:
  struct entry {
    campaign_alias told;  ///< without names while only its withdrawal is known
    bool withdrawn = false;
    bool in_force = false;  ///< it stands and is the latest about its campaign
  };

  /// Takes a decision in; false if it was known. Names that it joins are put into *names*.
  bool take(const key128& key, const campaign_alias& told, dictionary& names);

  const alias_map& in_force() const { return in_force_; }
  /// Campaigns that mean another one than when this was last asked.
  std::vector<name_id> take_changed() { return std::exchange(changed_, {}); }

  /// The decision that *from* is *to*. Errors: `alias-self`, `alias-taken`, `alias-chain`.
  result<campaign_alias> propose(std::string from, std::string to, instant at, std::string note) const;
  /// The decision that takes back that of this id. Errors: `alias-unknown`, `already-withdrawn`.
  result<campaign_alias> propose_withdrawal(std::string_view id, instant at) const;
  /// Every decision, the latest first.
  std::vector<entry> list() const;

 private:
  const entry* standing(std::string_view from) const;
  void settle(const std::string& from, dictionary& names);

  std::map<key128, entry> decisions_;
  std::map<std::string, std::vector<key128>, std::less<>> of_campaign_;  // by what they join
  alias_map in_force_;
  std::vector<name_id> changed_;
};

}  // namespace hub
