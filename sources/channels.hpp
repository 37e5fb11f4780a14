// Channel names: the default channel grouping of Google Analytics 4 as an ordered table over source, medium and
// campaign. Site lists hold the well-known sites; a source matches one by its name, its host or a word of it.
#pragma once

#include <string>
#include <string_view>

namespace hub::sources {

/// The channel group of what a link or platform said; the first rule that matches names it, else `Unassigned`.
/// Values are compared without case; an empty medium counts as `(not set)`.
std::string_view default_channel(std::string_view source, std::string_view medium, std::string_view campaign);

/// Channel of a visit that came from *host* without any campaign parameter: organic or referral.
std::string_view referral_channel(std::string_view host);

}  // namespace hub::sources
