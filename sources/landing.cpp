#include "sources/landing.hpp"

#include <utility>

#include "domain/text.hpp"
#include "sources/attribution_url.hpp"
#include "sources/channels.hpp"
#include "sources/identifiers.hpp"
#include "sources/redact.hpp"

namespace hub::sources {

campaign_context landing_context(campaign_context given, person& who, std::string_view url,
                                 const channel_rules& rules) {
  auto from_url = read_url(url);
  if (given.click_id.empty()) given.click_id = who.click_id;
  fill_context(given, from_url.context);
  given.channel =
      choose_channel(given, who.network_channel.empty() ? from_url.network_channel : who.network_channel, rules);
  for (auto& click : from_url.clicks) {
    // A click id given without its network is the same click as one of the URL.
    std::erase_if(who.identifiers,
                  [&](const identifier& id) { return id.kind == identifier_kind::click && id.value == click.value; });
    who.identifiers.push_back(std::move(click));
  }
  order_identifiers(who.identifiers);
  return given;
}

bool apply_referrer(campaign_context& context, std::string_view url, std::string_view referrer,
                    const channel_rules& rules) {
  const bool named = context != campaign_context{};
  if (named || (url.empty() && referrer.empty())) return true;
  if (referrer.empty()) {
    context.channel = "Direct";
    return true;
  }
  auto host = url_host(referrer);
  if (host.empty()) return true;
  if (host == url_host(url) || is_excluded_referrer(host, rules)) return false;
  context.channel = referral_channel(host, rules);
  context.source = std::move(host);
  context.medium = context.channel == "Organic Search" ? "organic" : "referral";
  return true;
}

void add_referral(campaign_context& context, std::string_view url, std::string_view referrer,
                  const channel_rules& rules) {
  const bool tagged = context != campaign_context{};
  if (!context.channel.empty() || (tagged && referrer.empty())) return;
  campaign_context referred;
  apply_referrer(referred, url, referrer, rules);
  fill_context(context, referred);
}

void keep_user_agent(json_value field, std::string_view header, conversion_event& event) {
  constexpr std::size_t longest = 1024;
  if (event.context == campaign_context{}) return;
  const auto given = field.is(json_kind::string) ? trim(field.text()) : std::string_view();
  const auto agent = given.empty() ? trim(header) : given;
  if (agent.size() <= longest && is_utf8(agent)) event.user_agent = fit_to_keep(agent);
}

}  // namespace hub::sources
