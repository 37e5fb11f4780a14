#include "domain/bot_agents.hpp"

#include <catch2/catch.hpp>

#include "domain/codec.hpp"

using namespace hub;

TEST_CASE("a user agent that names a machine is a machine's, in any case", "[domain][labels]") {
  const bot_agents bots;
  CHECK(bots.word_in("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)") == "googlebot");
  CHECK(bots.word_in("FACEBOOKEXTERNALHIT/1.1") == "facebookexternalhit");
  CHECK(bots.word_in("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0") ==
        "headlesschrome");
  CHECK(bots.word_in("AdsBot-Google (+http://www.google.com/adsbot.html)") == "adsbot-google");
  CHECK(bots.word_in("Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)") == "pingdom");
  CHECK(bots.word_in("Screaming Frog SEO Spider/19.0") == "screaming frog");
  CHECK(bots.word_in("example (+https://example.com/bot.html)") == "bot");
}

TEST_CASE("browsers, libraries and nobody are no machines", "[domain][labels]") {
  const bot_agents bots;
  for (const auto* agent :
       {"", "-",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 9; CUBOT P20) AppleWebKit/537.36", "Mozilla/5.0 (Windows NT 10.0) Robotics/1.0",
        "curl/8.5.0", "python-requests/2.31", "Screaming eagle", "frog screaming", "screaming"})
    CHECK(bots.word_in(agent) == "");
}

TEST_CASE("words of the settings make machines too", "[domain][labels]") {
  const std::vector<std::string> more = {"Acme Probe", "", "-", "curl"};
  const bot_agents bots(more);
  CHECK(bots.word_in("acme-probe/2") == "acme probe");
  CHECK(bots.word_in("curl/8.5.0") == "curl");
  CHECK(bots.word_in("Mozilla/5.0 (acme)") == "");
}

TEST_CASE("an event without a user agent has the bytes it always had, and one with it reads back", "[domain][codec]") {
  conversion_event e;
  e.source = "manual";
  e.metadata = "{}";
  const auto without = encode(e);
  CHECK(without.back() == '}');
  e.user_agent = "A";
  const auto with = encode(e);
  CHECK(with == without + "\x01" + "A");
  CHECK(std::get<conversion_event>(decode(with).value()) == e);
  CHECK(decode(without + std::string(1, '\0')).error().code == "fact-corrupt");
  CHECK(decode(with.substr(0, with.size() - 1)).error().code == "fact-corrupt");
}
