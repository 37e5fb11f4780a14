#include "net/touch_rule_parameters.hpp"

#include <cmath>

namespace hub::net {
namespace {

constexpr double most_days = 36'500;
constexpr double most_minutes = 366 * 24 * 60;

std::int64_t microseconds(double count, std::int64_t unit_us) {
  return std::llround(count * static_cast<double>(unit_us));
}

/// Reads a list by *parse* into *into*; `name=` is the empty list.
template <class T>
void read_list(parameter_reader& in, std::string_view name, std::vector<T>& into,
               result<std::vector<T>> (*parse)(std::span<const std::string>)) {
  const auto text = in.text(name);
  if (!text) return;
  auto parsed = parse(text->empty() ? std::vector<std::string>() : in.list(name));
  if (parsed)
    into = std::move(*parsed);
  else
    in.refuse(fail(parsed.error().code, parsed.error().detail, std::string(name)));
}

void write_list(json_writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts) out.value(text);
  out.end_array();
}

}  // namespace

void read_touch_rules(parameter_reader& in, report_query& query) {
  auto& rules = query.rules;
  if (const auto days = in.decimal("lookback_days", 0, most_days)) rules.lookback_us = microseconds(*days, day_us);
  if (const auto views = in.flag("views")) rules.views = *views;
  if (const auto beats = in.flag("click_beats_view")) rules.click_beats_view = *beats;
  if (const auto bots = in.flag("bots")) rules.bots = *bots;
  if (const auto direct = in.choice("direct", {"drop_unless_only", "keep"}))
    rules.direct = *direct == "keep" ? direct_policy::keep : direct_policy::drop_unless_only;
  if (const auto minutes = in.decimal("collapse_minutes", 0, most_minutes))
    rules.collapse_us = microseconds(*minutes, minute_us);
  if (const auto since = in.flag("since_previous_conversion")) rules.since_previous = *since;
  read_list(in, "lookback", query.policy.lookback, parse_lookback);
  read_list(in, "campaign_priority", query.policy.campaign_priority, parse_priority);
  read_list(in, "excluded_referrers", query.policy.excluded_referrers, parse_referrers);
}

void write_touch_rules(json_writer& out, const report_query& q) {
  out.key("lookback").begin_array();
  for (const auto& rule : q.policy.lookback) out.value(to_string(rule));
  out.end_array();
  out.member("views", q.rules.views).member("click_beats_view", q.rules.click_beats_view);
  out.member("direct", q.rules.direct == direct_policy::keep ? "keep" : "drop_unless_only");
  out.member("collapse_minutes", static_cast<double>(q.rules.collapse_us) / static_cast<double>(minute_us));
  out.member("bots", q.rules.bots).member("since_previous_conversion", q.rules.since_previous);
  write_list(out, "campaign_priority", q.policy.campaign_priority);
  write_list(out, "excluded_referrers", q.policy.excluded_referrers);
}

}  // namespace hub::net
