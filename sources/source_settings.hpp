// What an operator may change about how payloads are read, as plain values; config/settings.def declares the same under
// [sources.…] and [channels], with the sentences that explain each.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sources/channel_rules.hpp"

namespace hub::sources {

/// Which name of a payload fills a field, `{"value", "net_total"}`; tried before the source's own names.
using field_mapping = std::pair<std::string, std::string>;

struct meta_capi_settings {
  bool strict = false;  ///< refuse a whole request for what Meta would refuse it for
};

struct meta_pixel_settings {
  std::vector<std::string> ignored_events = {"SubscribedButtonClick", "Microdata"};
};

struct meta_ads_settings {
  std::string currency;  ///< of rows that name none; empty: refused
  /// Which action is the conversion that Meta claims: the first of these that a row has.
  std::vector<std::string> action_types = {"omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase"};
};

struct hubspot_settings {
  std::string account;         ///< portal id, for payloads that do not name theirs
  std::string order_property;  ///< the deal property that holds the shop's order id; empty: none
  std::string currency;        ///< of deals that name none; empty: such an amount is no value
  std::vector<std::string> won_stages = {"closedwon"};
  std::vector<std::string> lost_stages = {"closedlost"};
  std::vector<std::string> open_stages;  ///< numbered ones that are neither, as HubSpot's pipelines tell
};

struct anytrack_settings {
  std::vector<field_mapping> field_map;
  std::string currency;  ///< of events that name none; empty: refused
};

struct segment_settings {
  std::vector<std::string> value_fields = {"revenue", "total"};  ///< of an order, the first that is there counts
  std::string currency;                                          ///< of orders that name none; empty: refused
  std::vector<field_mapping> outcomes;  ///< track events that are outcomes: `{"Demo Booked", "qualify_lead"}`
};

struct source_settings {
  meta_capi_settings meta_capi;
  meta_pixel_settings meta_pixel;
  meta_ads_settings meta_ads;
  hubspot_settings hubspot;
  anytrack_settings anytrack;
  segment_settings segment;
  channel_rules channels;
};

/// Everything at its default.
inline const source_settings& default_source_settings() {
  static const source_settings defaults;
  return defaults;
}

}  // namespace hub::sources
