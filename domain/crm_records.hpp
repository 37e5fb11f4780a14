// All CRM records, each folded from the changes told so far, and the list of those that must be looked up in their CRM
// before they can be understood.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/crm_record.hpp"
#include "domain/keys.hpp"

namespace hub {

/// A record that cannot be understood from what was told.
struct crm_wanted {
  std::string source;
  crm_object object = crm_object::deal;
  std::string record;             ///< the record's id as its changes give it
  std::vector<std::string> gaps;  ///< what is missing: `state`, `amount`, `currency`, `contacts`, `identity`, `visit`

  friend bool operator==(const crm_wanted&, const crm_wanted&) = default;
};

class crm_records {
 public:
  struct taken {
    const crm_record* record = nullptr;  ///< null: the change was told before, or refused
    std::optional<error> refused;
  };

  /// Folds a change into its record. Refuses (`account-ambiguous`) a record that another account told under the same id.
  /// @param content of the change: the same content again is a redelivery
  taken take(const crm_change& change, const key128& content);

  /// Says what *record* still lacks; nothing takes it off the list.
  void want(const crm_record& record, std::vector<std::string> gaps);

  /// Up to *limit* records of *source* (empty: of all) by source, object and id, after *past* of the page before.
  std::vector<crm_wanted> wanted(std::string_view source, std::size_t limit,
                                 const std::optional<crm_wanted>& past = {}) const;
  /// How many records of each source wait for a lookup.
  const std::map<std::string, std::uint64_t>& wanted_counts() const { return wanted_counts_; }

 private:
  using wanted_key = std::tuple<std::string, crm_object, std::string>;

  std::unordered_map<key128, crm_record, key128_hash> records_;  // references stay valid
  boost::unordered_flat_set<key128, key128_hash> told_;          // contents
  std::map<wanted_key, std::vector<std::string>> wanted_;
  std::map<std::string, std::uint64_t> wanted_counts_;
};

}  // namespace hub
