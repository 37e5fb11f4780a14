#include "domain/account_zones.hpp"

#include <algorithm>

#include "domain/text.hpp"

namespace hub {
namespace {

constexpr std::size_t most_named = 3;  // accounts in a sentence

}  // namespace

result<account_zone> parse_account_zone(std::string_view text) {
  const auto equals = text.rfind('=');
  const auto left = text.substr(0, std::min(equals, text.size()));
  const auto slash = std::min(left.find('/'), left.size());
  if (equals == text.npos || equals + 1 == text.size() || slash == 0 || slash + 1 == left.size())
    return fail("account-zone-malformed",
                "name an account's zone as PLATFORM/ACCOUNT=ZONE such as meta/act_1=America/New_York, or that of a "
                "whole platform as PLATFORM=ZONE");
  account_zone zone{lower_utf8(left.substr(0, slash)), {}, std::string(text.substr(equals + 1))};
  if (slash < left.size()) zone.account = left.substr(slash + 1);
  return zone;
}

std::string account_zones::of(const std::string& platform, const std::string& account) const {
  auto found = zones_.find({platform, account});
  if (found == zones_.end()) found = zones_.find({platform, ""});
  return found == zones_.end() ? std::string() : found->second;
}

std::vector<foreign_days> foreign_days_of(const std::set<account_zone>& told, const account_zones* configured,
                                          std::string_view report_tz) {
  std::map<std::string, std::set<std::string>> by_zone;
  for (const auto& each : told) {
    const auto tz = each.tz.empty() && configured != nullptr ? configured->of(each.platform, each.account) : each.tz;
    if (!tz.empty() && tz != report_tz)
      by_zone[tz].insert(each.account.empty() ? each.platform : each.platform + " " + each.account);
  }
  std::vector<foreign_days> out;
  for (const auto& [tz, accounts] : by_zone) out.push_back({tz, {accounts.begin(), accounts.end()}});
  return out;
}

std::string sentence_of(const foreign_days& days, std::string_view report_tz) {
  std::string text = "days of spend of ";
  const auto shown = std::min(days.accounts.size(), most_named);
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + days.accounts[i];
  if (days.accounts.size() > shown) text += " and " + std::to_string(days.accounts.size() - shown) + " more";
  return text + " are days of " + days.tz + ", and this report's are of " + std::string(report_tz) +
         "; a day of spend is not split and keeps its date";
}

}  // namespace hub
