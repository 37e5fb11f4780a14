#include "sources/channels.hpp"

#include <catch2/catch.hpp>

using namespace hub::sources;

TEST_CASE("each channel group is named by its rule", "[sources][channels]") {
  struct example {
    const char *source, *medium, *campaign, *channel;
  };
  const example examples[] = {
      {"(direct)", "(none)", "", "Direct"},
      {"(direct)", "", "", "Direct"},
      {"google", "cpc", "Cross-network 2026", "Cross-network"},
      {"amazon", "cpc", "", "Paid Shopping"},
      {"google", "ppc", "spring shopping", "Paid Shopping"},
      {"google", "cpc", "brand", "Paid Search"},
      {"www.Bing.com", "paidsearch", "", "Paid Search"},
      {"facebook", "paid_social", "", "Paid Social"},
      {"ig", "cpm", "", "Paid Social"},
      {"l.t.co", "retargeting", "", "Paid Social"},
      {"youtube.com", "cpv-cp", "", "Paid Video"},
      {"newspaper", "cpm", "", "Display"},
      {"newspaper", "banner", "", "Display"},
      {"newspaper", "cpc", "", "Paid Other"},
      {"etsy", "listing", "", "Organic Shopping"},
      {"partner", "post", "eshop launch", "Organic Shopping"},
      {"reddit.com", "referral", "", "Organic Social"},
      {"intern", "Social-Media", "", "Organic Social"},
      {"vimeo", "", "", "Organic Video"},
      {"partner", "video-post", "", "Organic Video"},
      {"duckduckgo", "referral", "", "Organic Search"},
      {"anything", "organic", "", "Organic Search"},
      {"blog.example", "referral", "", "Referral"},
      {"e-mail", "", "", "Email"},
      {"newsletter", "E Mail", "", "Email"},
      {"partner", "affiliate", "", "Affiliates"},
      {"spotify", "audio", "", "Audio"},
      {"sms", "", "", "SMS"},
      {"app-x", "web-push", "", "Mobile Push"},
      {"firebase", "", "", "Mobile Push"},
      {"partner", "carrier pigeon", "", "Unassigned"},
  };
  for (const auto& e : examples) {
    INFO(e.source << " / " << e.medium << " / " << e.campaign);
    CHECK(default_channel(e.source, e.medium, e.campaign) == e.channel);
  }
}

TEST_CASE("a site's name inside another word is no site and a workshop is no shop", "[sources][channels]") {
  CHECK(default_channel("googleplex", "cpc", "") == "Paid Other");
  CHECK(default_channel("exit.com", "referral", "") == "Referral");
  CHECK(default_channel("partner", "cpc", "workshop") == "Paid Other");
}
