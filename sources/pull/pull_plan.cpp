#include "sources/pull/pull_plan.hpp"

#include <type_traits>
#include <utility>

namespace hub::sources {
namespace {

// The cursor of each kind of pull: read from text, and set back to a time.

result<hubspot_cursor> cursor_of(const hubspot_pull_settings&, std::string_view text) {
  return hubspot_cursor_of(text);
}
result<meta_cursor> cursor_of(const meta_pull_settings&, std::string_view text) { return meta_cursor_of(text); }
result<json_cursor> cursor_of(const json_pull_settings&, std::string_view text) { return json_cursor_of(text); }
result<rates_cursor> cursor_of(const rates_pull_settings&, std::string_view text) { return rates_cursor_of(text); }

std::int32_t day_of(instant at) { return static_cast<std::int32_t>(at / day_us); }

hubspot_cursor set_back(const hubspot_cursor& cursor, instant from, instant now) {
  constexpr instant ms_us = 1000;
  hubspot_cursor back;
  back.latest = cursor.latest;
  back.since = back.origin = from / ms_us;
  back.began = now / ms_us;
  return back;
}

meta_cursor set_back(const meta_cursor& cursor, instant from, instant) {
  // The account's day may have begun a day before UTC's did.
  return {day_of(from) - 2, cursor.restated_on};
}

json_cursor set_back(const json_cursor&, instant from, instant) { return {from, false}; }

rates_cursor set_back(const rates_cursor&, instant from, instant) { return {day_of(from) - 1}; }

}  // namespace

result<any_pull> make_pull(const pull_plan& plan, std::string_view cursor, hubspot_wanted wanted) {
  return std::visit(
      [&](const auto& settings) -> result<any_pull> {
        auto at = cursor_of(settings, cursor);
        if (!at) return at.error();
        using kind = std::decay_t<decltype(settings)>;
        if constexpr (std::is_same_v<kind, hubspot_pull_settings>)
          return any_pull(hubspot_pull(settings, std::move(*at), std::move(wanted)));
        else if constexpr (std::is_same_v<kind, meta_pull_settings>)
          return any_pull(meta_pull(settings, *at));
        else if constexpr (std::is_same_v<kind, json_pull_settings>)
          return any_pull(json_pull(settings, *at));
        else
          return any_pull(rates_pull(settings, *at));
      },
      plan.settings);
}

result<std::string> set_back(const pull_plan& plan, std::string_view cursor, instant from, instant now) {
  if (from <= 0) return std::string();
  return std::visit(
      [&](const auto& settings) -> result<std::string> {
        const auto at = cursor_of(settings, cursor);
        if (!at) return at.error();
        return to_text(set_back(*at, from, now));
      },
      plan.settings);
}

bool looks_up(const pull_plan& plan) { return std::holds_alternative<hubspot_pull_settings>(plan.settings); }

}  // namespace hub::sources
