// Who was erased: what tells of them from before is not taken in again, whoever sends it.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <limits>

#include "domain/sealed_fact.hpp"

namespace hub {

/// What stands for an identifier that was erased: 32 hex digits, the first half of a SHA-256 of its key. It tells whether
/// an identifier at hand is the one, and nothing of one that is not.
std::string erasure_digest(const key128& identifier);

class erased_people {
 public:
  /// Whether the decision is new.
  bool take(const key128& key, const person_erasure& told);

  /// Whether *fact* tells of somebody who was erased since. A CRM's record of a person is never taken in again: the CRM
  /// gives whoever comes back a new one.
  bool names(const sealed_fact& fact) const;

  /// Takes from a CRM deal that contacts who were erased are its contacts: the deal itself is no person.
  void part(sealed_fact& fact) const;

 private:
  bool was_erased(const key128& identifier, instant happened_at) const;

  boost::unordered_flat_set<key128, key128_hash> decisions_;
  boost::unordered_flat_map<key128, instant, key128_hash> erased_at_;  // by digest
  instant latest_ = std::numeric_limits<instant>::min();
};

}  // namespace hub
