// What a landing page's URL says about the campaign that led there: UTM parameters, the ids that ad platforms append,
// and click ids with the network they belong to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"
#include "sources/channel_rules.hpp"

namespace hub::sources {

/// The attribution parameters of one URL.
struct url_attribution {
  campaign_context context;          ///< without channel; click_id is the first click id of the URL
  std::vector<identifier> clicks;    ///< every click id, as identifiers
  std::string_view network_channel;  ///< paid channel of the first click's network; empty without a click
};

/// Reads the query of *url* (percent-decoded once, `+` is a space). Template placeholders that an ad platform failed to
/// fill in (`{{campaign.id}}`) count as absent. utm_term and utm_content are an adset's and an ad's id when they are
/// numbers, as Meta's macros write them.
url_attribution read_url(std::string_view url);

/// Host of an absolute URL in lower case without `www.` and port; empty when there is none.
std::string url_host(std::string_view url);

/// Fills fields of *to* that are empty from *from*.
void fill_context(campaign_context& to, const campaign_context& from);

/// The channel of a context: the one given; else what source and medium say; else the network of its click; else empty.
std::string choose_channel(const campaign_context& context, std::string_view network_channel,
                           const channel_rules& rules = {});

/// Paid channel of the network that a click id parameter belongs to; empty for an unknown parameter.
std::string_view click_channel(std::string_view parameter);

/// Whether *value* is a macro that a platform or network failed to fill in: `{{campaign.id}}`, `{transaction_id}`,
/// `__CLICKID__`, `undefined`, `null`.
bool is_placeholder(std::string_view value);

}  // namespace hub::sources
