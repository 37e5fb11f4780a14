#include "sources/channels.hpp"

#include <algorithm>
#include <initializer_list>

#include "domain/text.hpp"

namespace hub::sources {
namespace {

/// What the rules look at, in lower case.
struct visit {
  std::string source;
  std::string medium;
  std::string campaign;
  const channel_rules& rules;

  bool from(site_kind kind) const { return is_site(kind, source, rules); }
};

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

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

bool search(const visit& v) { return v.from(site_kind::search); }
bool social(const visit& v) { return v.from(site_kind::social); }
bool video(const visit& v) { return v.from(site_kind::video); }
bool shopping(const visit& v) { return v.from(site_kind::shopping) || shop_campaign(v); }
bool email_word(std::string_view text) { return one_of(text, {"email", "e-mail", "e_mail", "e mail"}); }

struct group {
  std::string_view channel;
  bool (*matches)(const visit&);
};

// The order is the definition: the first match wins.
constexpr group groups[] = {
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

std::string_view default_channel(std::string_view source, std::string_view medium, std::string_view campaign,
                                 const channel_rules& rules) {
  const visit v{lower_utf8(trim(source)), lower_utf8(trim(medium)), lower_utf8(trim(campaign)), rules};
  const auto found = std::find_if(std::begin(groups), std::end(groups), [&](const group& g) { return g.matches(v); });
  return found == std::end(groups) ? "Unassigned" : found->channel;
}

std::string_view referral_channel(std::string_view host, const channel_rules& rules) {
  return default_channel(host, "referral", "", rules);
}

}  // namespace hub::sources
