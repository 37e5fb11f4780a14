// The sites that a channel is told by, and the referrers that are no visit of their own. The lists of sources/sites.def
// hold everywhere; an operator's settings add to them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hub::sources {

enum class site_kind : std::uint8_t { search, social, video, shopping };

/// What is added to the built-in lists; names in lower case, such as `kagi` or `shop-app.example`.
struct channel_rules {
  std::vector<std::string> search_sites, social_sites, video_sites, shopping_sites;
  std::vector<std::string> excluded_referrers;  ///< hosts that are no touch: payment pages, single sign-on
};

/// Whether *source* is a site of this kind by its whole name (`google shopping`, `t.co`, `l.t.co`) or by a word of it
/// (`www.google.de`, `facebook_ads`). @pre *source* is in lower case
bool is_site(site_kind kind, std::string_view source, const channel_rules& rules);

/// Whether a visit that *host* sent is none: a payment provider between cart and thanks page, say. A name without a dot
/// is a word of the host (`paypal` in `www.paypal.com`); one with a dot is the host or its parent.
/// @pre *host* is in lower case
bool is_excluded_referrer(std::string_view host, const channel_rules& rules);

}  // namespace hub::sources
