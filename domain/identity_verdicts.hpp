// What people decided about contacts, by decision: the latest version of each counts, and one taken back is taken back
// for good, whichever came first.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <vector>

#include "domain/decision.hpp"
#include "domain/facts.hpp"
#include "domain/keys.hpp"

namespace hub {

class identity_verdicts {
 public:
  struct entry {
    identity_verdict told;  ///< the version that counts, or would
    key128 content;
    std::vector<key128> versions;  ///< contents of all that came
    bool withdrawn = false;
  };
  /// What a decision changes: identifiers that are no longer apart, and some that are from now on.
  struct change {
    item_result result;
    std::vector<identifier> ends, begins;
  };

  /// @param key of the decision @param content equal for redeliveries
  change take(const key128& key, const key128& content, const identity_verdict& v);
  /// Nothing for a decision that is not known.
  const entry* find(const key128& key) const;
  /// All of them, the latest decided first.
  std::vector<const entry*> list() const;

 private:
  boost::unordered_flat_map<key128, entry, key128_hash> by_key_;
};

}  // namespace hub
