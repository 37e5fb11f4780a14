#include "sources/pull/throttle.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "sources/json_document.hpp"

namespace hub::sources {
namespace {

constexpr std::int64_t most_minutes = 24 * 60;

double number(json_value field) {
  if (!field.is(json_kind::number) && !field.is(json_kind::string)) return 0;
  const std::string text(field.text());
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  constexpr double most = 1e6;  // beyond it nonsense
  return !text.empty() && *end == '\0' && value >= 0 && value <= most ? value : 0;
}

/// The greatest member of those that are percentages, at any depth, and the longest wait that is told.
struct usage {
  double percent = 0;
  std::int64_t minutes = 0;

  void read(json_value value) {
    if (!value.is(json_kind::object) && !value.is(json_kind::array)) return;
    for (const json_value member : value) {
      const auto key = member.key();
      if (key == "call_count" || key == "total_time" || key == "total_cputime" || key.ends_with("_util_pct"))
        percent = std::max(percent, number(member));
      else if (key == "estimated_time_to_regain_access")
        minutes = std::max(minutes, std::min(static_cast<std::int64_t>(number(member)), most_minutes));
      else
        read(member);
    }
  }
};

}  // namespace

instant meta_pause(const fetch_answer& answer) {
  constexpr double slow = 75, stop = 95;
  constexpr instant longest_us = 30 * second_us, patience_us = 5 * minute_us;
  usage most;
  json_document document;
  for (const auto name :
       {"x-fb-ads-insights-throttle", "x-ad-account-usage", "x-business-use-case-usage", "x-app-usage"})
    if (const auto told = document.parse(answer.header(name))) most.read(*told);
  if (most.percent < slow) return 0;
  if (most.percent >= stop) return most.minutes > 0 ? most.minutes * minute_us : patience_us;
  return static_cast<instant>((most.percent - slow) / (stop - slow) * static_cast<double>(longest_us));
}

instant hubspot_pause(const fetch_answer& answer) {
  constexpr instant usual_us = 10 * second_us, longest_us = 60 * second_us;
  if (answer.header("x-hubspot-ratelimit-remaining") != "0") return 0;
  const auto ms = std::atoll(std::string(answer.header("x-hubspot-ratelimit-interval-milliseconds")).c_str());
  return ms > 0 ? std::min<instant>(ms * 1000, longest_us) : usual_us;
}

}  // namespace hub::sources
