#include "app/source_settings_of.hpp"

namespace hub::app {
namespace {

/// `A=B` in two. @pre each text has a `=`, as settings.def sees to
std::vector<sources::field_mapping> mappings_of(const std::vector<std::string>& texts) {
  std::vector<sources::field_mapping> pairs;
  for (const auto& text : texts) {
    const auto equals = text.find('=');
    pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return pairs;
}

}  // namespace

sources::source_settings source_settings_of(const config::settings& s) {
  sources::source_settings to;
  to.meta_capi.strict = s.sources_meta_capi.strict;
  to.meta_pixel.ignored_events = s.sources_meta_pixel.ignored_events;
  to.meta_ads = {s.sources_meta_ads.currency, s.sources_meta_ads.action_types};
  const auto& hubspot = s.sources_hubspot;
  to.hubspot = {hubspot.account,    hubspot.order_property, hubspot.currency,
                hubspot.won_stages, hubspot.lost_stages,    {}};  // stages that are open are learnt from the pipelines
  to.anytrack = {mappings_of(s.sources_anytrack.field_map), s.sources_anytrack.currency};
  const auto& segment = s.sources_segment;
  to.segment = {segment.value_fields, segment.currency, mappings_of(segment.outcomes)};
  to.channels = {s.channels.search_sites, s.channels.social_sites, s.channels.video_sites, s.channels.shopping_sites,
                 s.channels.excluded_referrers};
  return to;
}

}  // namespace hub::app
