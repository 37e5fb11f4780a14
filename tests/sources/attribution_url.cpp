#include "sources/attribution_url.hpp"

#include <catch2/catch.hpp>

#include "sources/identifiers.hpp"

using namespace hub;
using namespace hub::sources;

TEST_CASE("UTM parameters become the context of the visit", "[sources][url]") {
  const auto found = read_url(
      "https://shop.example/"
      "a?utm_source=News+Letter&utm_medium=e%2Dmail&utm_campaign=Fr%C3%BChling&utm_id=c1&utm_term=shoes#?utm_id=x");
  CHECK(found.context.source == "News Letter");
  CHECK(found.context.medium == "e-mail");
  CHECK(found.context.campaign_name == "Fr\xc3\xbchling");
  CHECK(found.context.campaign_id == "c1");
  CHECK(found.context.adset_id.empty());
  CHECK(found.clicks.empty());
}

TEST_CASE("platforms' own parameters name campaign, adset and ad", "[sources][url]") {
  const auto hubspot = read_url("https://shop.example/?hsa_cam=11&hsa_grp=22&hsa_ad=33").context;
  CHECK((hubspot.campaign_id == "11" && hubspot.adset_id == "22" && hubspot.ad_id == "33"));
  const auto meta = read_url("/?utm_id=120210000000001&utm_term=120210000000002&utm_content=120210000000003").context;
  CHECK((meta.adset_id == "120210000000002" && meta.ad_id == "120210000000003"));
  CHECK(read_url("?gad_campaignid=77&gad_source=1").context.campaign_id == "77");
  CHECK(read_url("?utm_id=u&hsa_cam=h").context.campaign_id == "u");
}

TEST_CASE("click ids keep their case and name their network", "[sources][url]") {
  const auto found = read_url("https://shop.example/?fbclid=IwAR_aB&gclid=G-1&twclid=T");
  REQUIRE(found.clicks.size() == 3);
  CHECK(found.clicks[0] == identifier{identifier_kind::fbclid, "IwAR_aB", true});
  CHECK(found.clicks[1].kind == identifier_kind::gclid);
  CHECK(found.clicks[2].kind == identifier_kind::click);
  CHECK(found.context.click_id == "IwAR_aB");
  CHECK(found.network_channel == "Paid Social");
  CHECK(read_url("?yclid=1").network_channel == "Paid Search");
  CHECK(read_url("?gbraid=x").network_channel == "Paid Search");
  CHECK(read_url("?gbraid=x").clicks.empty());
}

TEST_CASE("what a platform failed to fill in counts as absent", "[sources][url]") {
  const auto found =
      read_url("?utm_campaign={{campaign.name}}&utm_id=%7B%7Bcampaign.id%7D%7D&gclid=&fbclid=undefined&utm_source");
  CHECK(found.context == campaign_context{});
  CHECK(found.clicks.empty());
  CHECK(read_url("?fbclid=" + std::string(501, 'x')).clicks.empty());
}

TEST_CASE("odd URLs are read as far as they go", "[sources][url]") {
  for (const char* url : {"", "?", "&&=&", "?=x", "%", "?utm_source=%", "?utm_source=%z", "http://"}) {
    INFO(url);
    CHECK(read_url(url).context.campaign_id.empty());
  }
  CHECK(read_url("?utm_source=100%").context.source == "100%");
  CHECK(read_url("?utm_source=%4").context.source == "%4");
  CHECK(read_url("?utm_source=a&utm_source=b").context.source == "a");
}

TEST_CASE("a host is told without scheme, port and www", "[sources][url]") {
  CHECK(url_host("https://www.Google.de:443/search?q=x") == "google.de");
  CHECK(url_host("http://user@l.facebook.com#x") == "l.facebook.com");
  CHECK(url_host("/path").empty());
}

TEST_CASE("the given channel wins over UTM and UTM over the click", "[sources][channels]") {
  campaign_context context;
  CHECK(choose_channel(context, "").empty());
  CHECK(choose_channel(context, "Paid Social") == "Paid Social");
  context.source = "google";
  CHECK(choose_channel(context, "Paid Social") == "Organic Search");
  context.channel = "my own";
  CHECK(choose_channel(context, "Paid Social") == "my own");
}

TEST_CASE("Meta's click cookie gives the click id and its time", "[sources][identity]") {
  const auto click = parse_fbc("fb.1.1554763741205.AbCdEfGhIj__DOT__Kl");
  REQUIRE(click.has_value());
  CHECK(click->click_id == "AbCdEfGhIj.Kl");
  CHECK(click->clicked_at == 1554763741205 * 1000);
  CHECK(parse_fbc("fb.2.1554763741205.IwAR1.AQQCAQMC")->click_id == "IwAR1");
  CHECK(parse_fbc("fb.1.1554763741205.IwAR1.Bg")->click_id == "IwAR1");
  for (const char* text :
       {"", "IwAR1", "fb.1.x.IwAR1", "fb.1.1554763741205", "fb.1.1554763741205.", "fb..1554763741205.IwAR1",
        "xx.1.1554763741205.IwAR1", "fb.1.-5.IwAR1", "fb.1.99999999999999999999.IwAR1"})
    CHECK_FALSE(parse_fbc(text).has_value());
}

TEST_CASE("Meta's browser cookie links without its appendix", "[sources][identity]") {
  CHECK(parse_fbp("fb.1.1558571054389.1098115397") == "fb.1.1558571054389.1098115397");
  CHECK(parse_fbp(" fb.1.1558571054389.850495997952616220.AQQCAQMC") == "fb.1.1558571054389.850495997952616220");
  for (const char* text :
       {"", "fb.1.1558571054389", "fb.1.1558571054389.x", "fb.1.1558571054389.1.toolong.AQ", "undefined"})
    CHECK(parse_fbp(text).empty());
}

TEST_CASE("the appendix comes off a hash and off nothing else", "[sources][identity]") {
  const std::string hash(64, 'a');
  CHECK(without_appendix(hash + ".AQ") == hash);
  CHECK(without_appendix(" " + hash + ".AQQCAQMC ") == hash);
  CHECK(without_appendix(hash) == hash);
  CHECK(without_appendix(hash + ".AQQ") == hash + ".AQQ");
  CHECK(without_appendix("ann@example.AQ") == "ann@example.AQ");
}

TEST_CASE("identifiers stand strongest first and each once", "[sources][identity]") {
  std::vector<identifier> ids = {{identifier_kind::gclid, "g", true},
                                 {identifier_kind::email, "b", true},
                                 {identifier_kind::email, "a", true},
                                 {identifier_kind::gclid, "g", true}};
  order_identifiers(ids);
  REQUIRE(ids.size() == 3);
  CHECK((ids[0].value == "a" && ids[1].value == "b" && ids[2].value == "g"));
}
