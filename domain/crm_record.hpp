// One CRM record as everything that was ever said of it, folded so that neither order nor repetition matters: of each
// property the statement with the latest time counts, at one time the greatest value.
#pragma once

#include <compare>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"

namespace hub {

/// What was said of one property at one time.
struct crm_statement {
  instant at = 0;
  std::string value;

  friend auto operator<=>(const crm_statement&, const crm_statement&) = default;
};

class crm_record {
 public:
  crm_record(std::string source, crm_object object, std::string id)
      : source_(std::move(source)), object_(object), id_(std::move(id)) {}

  /// @pre the change is one of this record
  void tell(const crm_change& change);

  const std::string& source() const { return source_; }
  crm_object object() const { return object_; }
  const std::string& id() const { return id_; }
  /// The account that told it; empty while none was named.
  const std::string& account() const { return account_; }
  /// The time of the latest statement.
  instant changed_at() const { return changed_at_; }

  /// What was said last of a property, or null.
  const crm_statement* latest(std::string_view name) const;
  /// The value said last of a property, or empty.
  std::string_view value(std::string_view name) const;
  /// Everything that was said of a property by time. Of properties that only their latest statement matters for, that
  /// one.
  std::span<const crm_statement> all(std::string_view name) const;
  /// Names behind *prefix* whose latest value is `true`, shortest first, then by characters: ids by number.
  std::vector<std::string> marked(std::string_view prefix) const;
  /// The latest values of properties whose names begin with *prefix*, by the rest of their names.
  std::map<std::string, std::string> named(std::string_view prefix) const;

 private:
  std::string source_;
  crm_object object_;
  std::string id_;
  std::string account_;
  instant changed_at_ = std::numeric_limits<instant>::min();
  std::map<std::string, std::vector<crm_statement>, std::less<>> told_;
};

}  // namespace hub
