// Whose days the days of spend are: those of the ad account's time zone. A day of spend is never split; where an
// account's zone is not the report's, the report says so. docs/semantics.md, "Spend".
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "domain/error.hpp"

namespace hub {

/// The time zone of an ad account.
struct account_zone {
  std::string platform;  ///< lower-case, as rows of spend have it
  std::string account;   ///< empty: the platform's accounts that are not named themselves
  std::string tz;        ///< IANA name

  friend auto operator<=>(const account_zone&, const account_zone&) = default;
};

/// Reads `PLATFORM/ACCOUNT=ZONE` or `PLATFORM=ZONE`. Error: `account-zone-malformed`.
result<account_zone> parse_account_zone(std::string_view text);

/// The zones that the configuration states.
class account_zones {
 public:
  void put(const account_zone& zone) { zones_[{zone.platform, zone.account}] = zone.tz; }
  /// The zone's name, or empty where none is stated.
  std::string of(const std::string& platform, const std::string& account) const;

 private:
  std::map<std::pair<std::string, std::string>, std::string> zones_;
};

/// Accounts whose days are those of another zone than the report's.
struct foreign_days {
  std::string tz;
  std::vector<std::string> accounts;  ///< `meta act_1`, by name

  friend bool operator==(const foreign_days&, const foreign_days&) = default;
};

/// *told* are the accounts with spend in the report and the zones that their rows state, empty where they state none:
/// then that of *configured* counts. By zone name.
std::vector<foreign_days> foreign_days_of(const std::set<account_zone>& told, const account_zones* configured,
                                          std::string_view report_tz);

/// `days of spend of meta act_1 are days of America/New_York, and this report's are of UTC; …`
std::string sentence_of(const foreign_days& days, std::string_view report_tz);

}  // namespace hub
