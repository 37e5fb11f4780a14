// How a person came to a page, put together from what an item says outright and what the page's URL and referrer tell.
#pragma once

#include <string>
#include <string_view>

#include "domain/facts.hpp"
#include "sources/json_document.hpp"
#include "sources/person_fields.hpp"

namespace hub::sources {

/// Completes *given* (the item's own fields) with the click of *who* and the parameters of *url*, and decides the
/// channel: the one given, else what UTM say, else the paid channel of the click's network. Click ids of the URL join
/// the person's identifiers, which are then ordered.
campaign_context landing_context(campaign_context given, person& who, std::string_view url, const channel_rules& rules);

/// For a visit that says nothing of a campaign: its *referrer* names the channel, an absent one means a direct visit.
/// A visit without any URL stays without channel.
/// @return whether the visit is one of its own: false when the site's own pages or an excluded referrer, such as a
///   payment page, sent it
bool apply_referrer(campaign_context& context, std::string_view url, std::string_view referrer,
                    const channel_rules& rules);

/// The same for a visit that may name a campaign but no channel: *referrer* completes it. A campaign's link without
/// referrer, from a mail say, is no direct visit and stays as it is.
void add_referral(campaign_context& context, std::string_view url, std::string_view referrer,
                  const channel_rules& rules);

/// Keeps who told of an event's touch: the text of *field*, else *header*. An event without a touch needs none, and what
/// is no text is none.
void keep_user_agent(json_value field, std::string_view header, conversion_event& event);

}  // namespace hub::sources
