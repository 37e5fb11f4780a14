// Everything that was ever said of one CRM record.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "crm_records.hpp"

namespace hub::oracle {

/// A time and a value; the later counts, at one time the greater.
using statement = std::pair<instant, std::string>;

struct told_record {
  std::string source, id;
  std::map<std::string, std::set<statement>> said;

  /// A stage that the settings do not know says nothing.
  std::set<statement> statements(const std::string& name) const;
  /// What was said last by *at*.
  std::optional<statement> last(const std::string& name, instant at) const;
  std::optional<std::string> value(const std::string& name, instant at) const;
  /// What follows *prefix* in the names of what was said.
  std::vector<std::string> names_behind(const std::string& prefix) const;
};

void read_deal(const told_record& deal, crm_meaning& to);
void read_contact(const told_record& contact, crm_meaning& to);

}  // namespace hub::oracle
