// Channel names: the default channel grouping of Google Analytics 4 as an ordered table over source, medium and
// campaign. Which sites are known, and how a source matches one: sources/channel_rules.hpp.
#pragma once

#include <string>
#include <string_view>

#include "sources/channel_rules.hpp"

namespace hub::sources {

/// The channel group of what a link or platform said; the first rule that matches names it, else `Unassigned`.
/// Values are compared without case; an empty medium counts as `(not set)`.
std::string_view default_channel(std::string_view source, std::string_view medium, std::string_view campaign,
                                 const channel_rules& rules = {});

/// Channel of a visit that came from *host* without any campaign parameter: organic or referral.
std::string_view referral_channel(std::string_view host, const channel_rules& rules = {});

}  // namespace hub::sources
