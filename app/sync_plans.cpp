#include "app/sync_plans.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include "config/zones.hpp"
#include "sources/registry.hpp"

namespace hub::app {
namespace {

using level = sources::spend_window::level;

instant micros(config::seconds time) { return time.count() * second_us; }

/// The beginning of a first run; all of the past where *back* is nothing.
instant beginning(config::seconds back, instant now) {
  return back.count() == 0 ? 0 : std::max<instant>(now - micros(back), 0);
}

template <class Section>
sources::pull_plan plan_of(const Section& s, std::string source, std::string route, sources::pull_settings settings) {
  sources::pull_plan plan;
  plan.source = std::move(source);
  plan.route = std::move(route);
  plan.settings = std::move(settings);
  plan.every_us = micros(s.interval);
  plan.per_second = s.requests_per_second;
  plan.burst = std::max(1.0, s.requests_per_second);
  return plan;
}

sources::pull_plan hubspot_plan(const config::sources_hubspot_settings& s, const sources::source_settings& reads,
                                instant now) {
  sources::hubspot_pull_settings to;
  to.base_url = s.base_url;
  to.secret = sources::fetch_secret::bearer(s.token);
  to.overlap_us = micros(s.overlap);
  to.from = beginning(s.backfill, now);
  to.sources = reads;
  return plan_of(s, "hubspot", "ingest/hubspot", std::move(to));
}

/// Zones by name, each read once. What it gives stays where it is.
class zone_shelf {
 public:
  const zone* find(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto at = zones_.find(name);
    if (at != zones_.end()) return &at->second;
    auto loaded = config::load_zone(name);
    return loaded ? &zones_.emplace(std::string(name), std::move(*loaded)).first->second : nullptr;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, zone, std::less<>> zones_;
};

std::vector<level> levels_of(const std::vector<std::string>& names) {
  std::vector<level> levels;
  for (const auto& [name, of] : {std::pair{"campaign", level::campaign}, {"adset", level::adset}, {"ad", level::ad}})
    if (std::find(names.begin(), names.end(), name) != names.end()) levels.push_back(of);
  return levels;
}

sources::pull_plan meta_plan(const config::sources_meta_ads_settings& s, const sources::source_settings& reads,
                             instant now) {
  sources::meta_pull_settings to;
  to.base_url = s.base_url;
  to.version = s.version;
  to.account = s.account;
  to.secret = {sources::fetch_secret::place::query, "access_token", s.token};
  to.levels = levels_of(s.levels);
  to.from = static_cast<std::int32_t>(beginning(s.backfill, now) / day_us);
  to.recent_days = static_cast<std::int32_t>((micros(s.overlap) + day_us - 1) / day_us);
  to.find_zone = [shelf = std::make_shared<zone_shelf>()](std::string_view name) { return shelf->find(name); };
  to.sources = reads;
  return plan_of(s, "meta_ads", "ingest/meta_ads", std::move(to));
}

/// In Authorization a token stands behind `Bearer` unless it names a scheme itself.
template <class Section>
sources::fetch_secret json_secret(const Section& s) {
  using sources::fetch_secret;
  if (s.token.empty()) return {};
  if (!s.token_query.empty()) return {fetch_secret::place::query, s.token_query, s.token};
  constexpr std::string_view usual = "authorization";
  const bool authorization = std::equal(s.token_header.begin(), s.token_header.end(), usual.begin(), usual.end(),
                                        [](char a, char b) { return (a | 0x20) == b; });
  if (authorization && s.token.find(' ') == s.token.npos) return fetch_secret::bearer(s.token);
  return {fetch_secret::place::header, s.token_header, s.token};
}

sources::json_pull_settings::time_format times_of(std::string_view name) {
  using format = sources::json_pull_settings::time_format;
  if (name == "unix_seconds") return format::unix_seconds;
  if (name == "unix_ms") return format::unix_ms;
  return name == "day" ? format::day : format::rfc3339;
}

template <class Section>
sources::pull_plan json_plan(const Section& s, const std::string& source, const sources::source_settings& reads,
                             instant now) {
  // AnyTrack's own items are read as its webhooks are, everything else as the hub's own kinds.
  const auto* own = sources::find_native(s.kind);
  const auto* reader = own != nullptr ? own : sources::find_adapter(s.kind);
  sources::json_pull_settings to;
  to.source = source;
  to.parse = reader->parse;
  to.url = s.url;
  to.method = s.method;
  to.body = s.body;
  to.secret = json_secret(s);
  to.items = s.items;
  to.next_cursor = s.next_cursor;
  to.times = times_of(s.times);
  to.overlap_us = micros(s.overlap);
  to.window_us = micros(s.window);
  to.from = beginning(s.backfill, now);
  to.sources = reads;
  return plan_of(s, source, (own != nullptr ? "" : "ingest/") + s.kind, std::move(to));
}

sources::pull_plan rates_plan(const config::sources_fx_rates_settings& s) {
  return plan_of(s, "fx_rates", "fx-rates",
                 sources::rates_pull_settings{s.base_url, s.daily, s.last_90_days, s.history});
}

}  // namespace

std::vector<sources::pull_plan> sync_plans(const config::settings& s, const sources::source_settings& reads,
                                           instant now) {
  std::vector<sources::pull_plan> plans;
  if (s.sources_anytrack.enabled) plans.push_back(json_plan(s.sources_anytrack, "anytrack", reads, now));
  if (s.sources_fx_rates.enabled) plans.push_back(rates_plan(s.sources_fx_rates));
  if (s.sources_hubspot.enabled) plans.push_back(hubspot_plan(s.sources_hubspot, reads, now));
  if (s.sources_json_pull.enabled)
    plans.push_back(json_plan(s.sources_json_pull, s.sources_json_pull.source, reads, now));
  if (s.sources_meta_ads.enabled) plans.push_back(meta_plan(s.sources_meta_ads, reads, now));
  return plans;
}

std::vector<std::string> changed_sources(const config::settings& s, const std::vector<std::string>& sections) {
  constexpr std::string_view outer = "sources.";
  std::vector<std::string> names;
  for (const auto& section : sections)
    if (section.starts_with(outer))
      names.push_back(section == "sources.json_pull" ? s.sources_json_pull.source : section.substr(outer.size()));
  return names;
}

}  // namespace hub::app
