// The bodies of a HubSpot pull's requests, and the properties that it asks for.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sources/pull/hubspot_cursor.hpp"

namespace hub::sources {

inline constexpr std::size_t hubspot_search_limit = 100;  ///< rows of a search; HubSpot allows 200
inline constexpr std::size_t hubspot_history_limit = 50;  ///< inputs of a batch read that asks for history
inline constexpr std::size_t hubspot_batch_limit = 100;   ///< inputs of any other
inline constexpr std::size_t hubspot_list_limit = 100;    ///< objects of a list
inline constexpr std::size_t hubspot_people_limit = 100;  ///< contacts of one deal that are looked at, lowest ids first

/// The next *limit* of *ids* behind the first *asked*.
std::span<const std::string> batch_of(const std::vector<std::string>& ids, std::size_t asked, std::size_t limit);

/// Deals changed at `since` or later by time; in a crowd those changed at `since` by id, behind `past_id`.
std::string hubspot_search_body(const hubspot_cursor& cursor);

/// What is asked of deals; with the operator's *order_property* where it is set.
std::vector<std::string> hubspot_deal_properties(std::string_view order_property);
/// Those whose past matters.
std::vector<std::string> hubspot_deal_history(std::string_view order_property);
std::span<const std::string_view> hubspot_contact_properties();

std::string hubspot_deals_body(std::span<const std::string> ids, std::string_view order_property);
std::string hubspot_contacts_body(std::span<const std::string> ids);
std::string hubspot_links_body(std::span<const std::string> ids);

}  // namespace hub::sources
