#include "sources/channels.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

#include "domain/text.hpp"

namespace hub::sources {
namespace {

using words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 7> search_sites = {"baidu",  "bing",  "duckduckgo", "ecosia",
                                                          "google", "yahoo", "yandex"};
constexpr std::array<std::string_view, 17> social_sites = {
    "badoo",  "facebook", "fb",    "ig",   "instagram", "linkedin", "pinterest", "reddit", "snapchat",
    "tiktok", "twitter",  "x.com", "t.co", "whatsapp",  "threads",  "messenger", "meta"};
constexpr std::array<std::string_view, 6> video_sites = {"dailymotion", "disneyplus", "netflix",
                                                         "youtube",     "vimeo",      "twitch"};
constexpr std::array<std::string_view, 8> shopping_sites = {"alibaba", "amazon", "google shopping", "shopify",
                                                            "etsy",    "ebay",   "stripe",          "walmart"};

/// What the rules look at, in lower case.
struct visit {
  std::string source;
  std::string medium;
  std::string campaign;
};

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Whether *source* is a site of the list by its whole name (`google shopping`, `t.co`, `l.t.co`) or by a word of it
/// (`www.google.de`, `facebook_ads`).
bool names_site(std::string_view source, words sites) {
  const auto listed = [&](std::string_view word) { return std::find(sites.begin(), sites.end(), word) != sites.end(); };
  if (listed(source)) return true;
  for (const auto site : sites)
    if (contains(site, ".") && source.ends_with(site) && source[source.size() - site.size() - 1] == '.') return true;
  while (!source.empty()) {
    const auto end = std::min(source.find_first_of("._-/ "), source.size());
    if (listed(source.substr(0, end))) return true;
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  return false;
}

bool paid(const visit& v) {
  return contains(v.medium, "cp") || one_of(v.medium, {"ppc", "retargeting"}) || v.medium.starts_with("paid");
}

/// `shopping` anywhere, or `shop` that begins a word or follows an e (`eshop`, not `workshop`).
bool shop_campaign(const visit& v) {
  if (contains(v.campaign, "shopping")) return true;
  for (auto at = v.campaign.find("shop"); at != std::string::npos; at = v.campaign.find("shop", at + 1)) {
    const char before = at == 0 ? ' ' : v.campaign[at - 1];
    if (before == 'e' || before < 'a' || before > 'z') return true;
  }
  return false;
}

bool search(const visit& v) { return names_site(v.source, search_sites); }
bool social(const visit& v) { return names_site(v.source, social_sites); }
bool video(const visit& v) { return names_site(v.source, video_sites); }
bool shopping(const visit& v) { return names_site(v.source, shopping_sites) || shop_campaign(v); }
bool email_word(std::string_view text) { return one_of(text, {"email", "e-mail", "e_mail", "e mail"}); }

struct rule {
  std::string_view channel;
  bool (*matches)(const visit&);
};

// The order is the definition: the first match wins.
constexpr rule rules[] = {
    {"Direct",
     [](const visit& v) {
       return v.source == "(direct)" && one_of(v.medium, {"", "(not set)", "(none)"});
     }},
    {"Cross-network", [](const visit& v) { return contains(v.campaign, "cross-network"); }},
    {"Paid Shopping", [](const visit& v) { return shopping(v) && paid(v); }},
    {"Paid Search", [](const visit& v) { return search(v) && paid(v); }},
    {"Paid Social", [](const visit& v) { return social(v) && paid(v); }},
    {"Paid Video", [](const visit& v) { return video(v) && paid(v); }},
    {"Display",
     [](const visit& v) {
       return one_of(v.medium, {"display", "banner", "expandable", "interstitial", "cpm"});
     }},
    {"Paid Other", paid},
    {"Organic Shopping", shopping},
    {"Organic Social",
     [](const visit& v) {
       return social(v) ||
              one_of(v.medium, {"social", "social-network", "social-media", "sm", "social network", "social media"});
     }},
    {"Organic Video", [](const visit& v) { return video(v) || contains(v.medium, "video"); }},
    {"Organic Search", [](const visit& v) { return search(v) || v.medium == "organic"; }},
    {"Referral",
     [](const visit& v) {
       return one_of(v.medium, {"referral", "app", "link"});
     }},
    {"Email", [](const visit& v) { return email_word(v.source) || email_word(v.medium); }},
    {"Affiliates", [](const visit& v) { return v.medium == "affiliate"; }},
    {"Audio", [](const visit& v) { return v.medium == "audio"; }},
    {"SMS", [](const visit& v) { return v.source == "sms" || v.medium == "sms"; }},
    {"Mobile Push",
     [](const visit& v) {
       return v.medium.ends_with("push") || contains(v.medium, "mobile") || contains(v.medium, "notification") ||
              v.source == "firebase";
     }},
};

}  // namespace

std::string_view default_channel(std::string_view source, std::string_view medium, std::string_view campaign) {
  const visit v{lower_utf8(trim(source)), lower_utf8(trim(medium)), lower_utf8(trim(campaign))};
  const auto found = std::find_if(std::begin(rules), std::end(rules), [&](const rule& r) { return r.matches(v); });
  return found == std::end(rules) ? "Unassigned" : found->channel;
}

std::string_view referral_channel(std::string_view host) { return default_channel(host, "referral", ""); }

}  // namespace hub::sources
