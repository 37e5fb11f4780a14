#include "sources/pull/hubspot_queries.hpp"

#include <algorithm>

#include "sources/json_write.hpp"

namespace hub::sources {
namespace {

constexpr std::string_view deal_properties[] = {
    "amount",   "closedate",          "createdate",       "deal_currency_code",  "dealname",     "dealstage",
    "dealtype", "hs_closed_won_date", "hs_is_closed_won", "hs_lastmodifieddate", "hs_object_id", "hs_merged_object_ids",
    "pipeline"};
constexpr std::string_view deal_history[] = {"amount",    "closedate",        "deal_currency_code",
                                             "dealstage", "hs_is_closed_won", "hs_merged_object_ids"};
constexpr std::string_view contact_properties[] = {"createdate",
                                                   "email",
                                                   "hs_additional_emails",
                                                   "hs_analytics_first_referrer",
                                                   "hs_analytics_first_timestamp",
                                                   "hs_analytics_first_url",
                                                   "hs_analytics_first_visit_timestamp",
                                                   "hs_analytics_last_referrer",
                                                   "hs_analytics_last_timestamp",
                                                   "hs_analytics_last_url",
                                                   "hs_analytics_last_visit_timestamp",
                                                   "hs_analytics_source",
                                                   "hs_facebook_click_id",
                                                   "hs_google_click_id",
                                                   "hs_latest_source",
                                                   "hs_latest_source_timestamp",
                                                   "hs_merged_object_ids",
                                                   "hs_object_id",
                                                   "lastmodifieddate",
                                                   "mobilephone",
                                                   "phone"};

template <class Texts>
std::string list_of(const Texts& texts) {
  std::string out = "[";
  for (const auto& text : texts) {
    if (out.size() > 1) out.push_back(',');
    append_json_string(out, text);
  }
  return out += ']';
}

std::string inputs_of(std::span<const std::string> ids) {
  std::string out = "\"inputs\":[";
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out.append(i == 0 ? "{\"id\":" : ",{\"id\":");
    append_json_string(out, ids[i]);
    out.push_back('}');
  }
  return out += ']';
}

std::string filter(std::string_view property, std::string_view how, std::string_view value) {
  std::string out = "{\"propertyName\":";
  append_json_string(out, property);
  out.append(",\"operator\":");
  append_json_string(out, how);
  out.append(",\"value\":");
  append_json_string(out, value);
  return out += '}';
}

}  // namespace

std::span<const std::string> batch_of(const std::vector<std::string>& ids, std::size_t asked, std::size_t limit) {
  const auto rest = std::span(ids).subspan(std::min(asked, ids.size()));
  return rest.first(std::min(limit, rest.size()));
}

std::string hubspot_search_body(const hubspot_cursor& cursor) {
  const std::string_view by = cursor.crowded ? "hs_object_id" : "hs_lastmodifieddate";
  const auto since = std::to_string(cursor.since);
  auto filters = filter("hs_lastmodifieddate", "GTE", since);
  if (cursor.crowded)
    filters += "," + filter("hs_lastmodifieddate", "LTE", since) + "," + filter("hs_object_id", "GT", cursor.past_id);
  return "{\"limit\":" + std::to_string(hubspot_search_limit) + ",\"sorts\":[{\"propertyName\":\"" + std::string(by) +
         "\",\"direction\":\"ASCENDING\"}],\"properties\":[\"hs_lastmodifieddate\"],\"filterGroups\":[{\"filters\":[" +
         filters + "]}]}";
}

std::vector<std::string> hubspot_deal_properties(std::string_view order_property) {
  std::vector<std::string> names(std::begin(deal_properties), std::end(deal_properties));
  if (!order_property.empty()) names.emplace_back(order_property);
  return names;
}

std::vector<std::string> hubspot_deal_history(std::string_view order_property) {
  std::vector<std::string> names(std::begin(deal_history), std::end(deal_history));
  if (!order_property.empty()) names.emplace_back(order_property);
  return names;
}

std::span<const std::string_view> hubspot_contact_properties() { return contact_properties; }

std::string hubspot_deals_body(std::span<const std::string> ids, std::string_view order_property) {
  return "{\"properties\":" + list_of(hubspot_deal_properties(order_property)) +
         ",\"propertiesWithHistory\":" + list_of(hubspot_deal_history(order_property)) + "," + inputs_of(ids) + "}";
}

std::string hubspot_contacts_body(std::span<const std::string> ids) {
  return "{\"properties\":" + list_of(hubspot_contact_properties()) +
         ",\"propertiesWithHistory\":[\"hs_merged_object_ids\"]," + inputs_of(ids) + "}";
}

std::string hubspot_links_body(std::span<const std::string> ids) { return "{" + inputs_of(ids) + "}"; }

}  // namespace hub::sources
