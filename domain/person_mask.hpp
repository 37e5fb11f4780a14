// Erasing a person from facts without losing what they were worth: whatever names the person is replaced by a name that
// nobody can find out. It is the same in every fact, so that orders, touches and credits stay together as they were.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/keys.hpp"

namespace hub {

class person_mask {
 public:
  /// @param identifiers keys of what names the person
  /// @param secret random, and kept nowhere: who has it can recognise the person again
  person_mask(std::vector<key128> identifiers, std::string secret);

  /// The fact without the person, or nothing when it needs no change. Some facts depend on those behind them: see
  /// looks_twice().
  std::optional<fact_body> masked(const fact_body& fact);

  /// Deals of the person were met, whose free fields may tell of them, or clicks that other facts may name: all facts
  /// have to be shown once more.
  bool looks_twice() const { return !deals_.empty() || !clicks_.empty(); }

  /// Identifiers of the person as facts spelt them, for places that hold no facts: quarantine. Short ones are left out,
  /// because they may be anything.
  const std::set<std::string>& spellings() const { return spellings_; }

 private:
  using renames = std::vector<std::pair<std::string, std::string>>;

  bool is_theirs(const identifier& id) const { return theirs_.contains(key_of(id)); }
  static key128 key_of(const identifier& id);
  std::string pseudonym(const identifier& id) const;
  void rename(identifier& id, renames& done);
  bool rename_all(std::vector<identifier>& ids, renames& done);
  void rename_click(campaign_context& context);
  bool rename_known_click(campaign_context& context) const;
  bool rename_record(std::string& record, renames& done);

  bool mask(conversion_event& e);
  bool mask(touch_event& t);
  bool mask(identity_event& e);
  bool mask(identity_verdict& v);
  bool mask(crm_change& c);
  bool mask_contact(crm_change& c);
  bool mask_deal(crm_change& c);
  template <class Other>
  bool mask(Other&) {
    return false;
  }
  std::string masked_landing(std::string_view packed);

  boost::unordered_flat_set<key128, key128_hash> theirs_;
  std::string secret_;
  std::set<std::string> deals_;  // source, zero byte, record
  std::set<std::string> clicks_;
  std::set<std::string> spellings_;
};

}  // namespace hub
