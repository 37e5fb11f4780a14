#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "config/load.hpp"

using namespace hub;
using config::load;
using config::load_text;

namespace {

std::string mistakes(const std::string& toml) { return config::describe(load_text(toml, "hub.toml").errors); }

/// What is said of one setting of the source that is configured freely.
std::string of_json_pull(const std::string& line) { return mistakes("[sources.json_pull]\n" + line + "\n"); }

bool says(const std::string& text, std::string_view part) {
  INFO(text);
  return text.find(part) != text.npos;
}

/// A file that is gone again.
struct secret_file {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("convhub-token-" + std::to_string(::getpid()));
  explicit secret_file(const std::string& text) { std::ofstream(path) << text; }
  ~secret_file() { std::filesystem::remove(path); }
  secret_file(const secret_file&) = delete;
  secret_file& operator=(const secret_file&) = delete;
};

}  // namespace

TEST_CASE("a source that is to be pulled says what it lacks, where it is enabled and how to give it",
          "[config][pull]") {
  const auto hubspot = mistakes("[sources.hubspot]\nenabled = true\n");
  CHECK(says(hubspot, "hub.toml:2:11: error: sources.hubspot.enabled is true, but sources.hubspot.token is not set"));
  CHECK(says(hubspot, "token_file"));
  CHECK(says(hubspot, "CONVHUB_SOURCES_HUBSPOT_TOKEN"));
  const auto meta = mistakes("[sources.meta_ads]\nenabled = true\nlevels = []\n");
  CHECK(says(meta, "sources.meta_ads.token is not set"));
  CHECK(says(meta, "sources.meta_ads.account is not set: give the ad account's id, such as act_1234567890"));
  CHECK(says(meta, "sources.meta_ads.levels is not set"));
  CHECK(says(mistakes("[sources.anytrack]\nenabled = true\n"), "sources.anytrack.url is not set"));
  CHECK(says(of_json_pull("enabled = true"), "sources.json_pull.url is not set"));
  const auto env = load({"", {{"CONVHUB_SOURCES_HUBSPOT_ENABLED", "true"}}, {}});
  REQUIRE(env.errors.size() == 1);
  CHECK(env.errors[0].code == "config-incomplete");
  CHECK(env.errors[0].pointer == "CONVHUB_SOURCES_HUBSPOT_ENABLED");
}

TEST_CASE("a source that has all it needs is right, and one that is not enabled needs nothing", "[config][pull]") {
  CHECK(mistakes("[sources.hubspot]\nenabled = true\ntoken = \"pat-na1-x\"\n") == "");
  CHECK(mistakes("[sources.hubspot]\nenabled = true\ntoken_file = \"/run/secrets/hubspot\"\n") == "");
  CHECK(mistakes("[sources.meta_ads]\nenabled = true\ntoken = \"EAAB\"\naccount = \"act_1\"\n") == "");
  CHECK(mistakes("[sources.fx_rates]\nenabled = true\n") == "");
  CHECK(of_json_pull("enabled = true\nurl = \"https://api.example/v1/sales?since={since}\"") == "");
  CHECK(mistakes("[sources.meta_ads]\nenabled = false\n[sources.json_pull]\nbody = \"{}\"\n") == "");
}

TEST_CASE("what would be sent must be sent where it is meant to go", "[config][pull]") {
  const std::string body = "enabled = true\nurl = \"https://api.example/v1/sales\"\nbody = \"{}\"";
  CHECK(says(of_json_pull(body), "hub.toml:4:8: error: sources.json_pull.body is sent with a POST only"));
  CHECK(of_json_pull(body + "\nmethod = \"POST\"") == "");
  const std::string paged = "enabled = true\nurl = \"https://api.example/v1/sales?after={cursor}\"";
  CHECK(says(of_json_pull(paged), "has a place {cursor}, but next_cursor is not set"));
  CHECK(of_json_pull(paged + "\nnext_cursor = \"/paging/next\"") == "");
}

TEST_CASE("platforms are asked over https, or on this machine", "[config][pull]") {
  const auto at = [](const std::string& url) { return mistakes("[sources.hubspot]\nbase_url = \"" + url + "\"\n"); };
  CHECK(at("https://api.hubapi.com") == "");
  CHECK(at("https://eu.proxy.example:8443/hubspot") == "");
  CHECK(at("http://127.0.0.1:8080") == "");
  CHECK(at("http://[::1]:8080/") == "");
  CHECK(says(at("http://api.hubapi.com"), "could be read and changed on its way"));
  CHECK(says(at("http://127.0.0.1.evil.example"), "could be read and changed on its way"));
  CHECK(says(at("api.hubapi.com"), "must begin with https://"));
  CHECK(says(at("https://"), "must name a host"));
  CHECK(says(at("https://api.hubapi.com?x=1"), "must end with its path"));
  const auto named = at("https://me:hush@api.hubapi.com");
  CHECK(says(named, "put the secret in token_file"));
  CHECK_FALSE(says(named, "hush"));
}

TEST_CASE("the places of an address are those that are filled in", "[config][pull]") {
  const auto at = [](const std::string& url) { return of_json_pull("url = \"" + url + "\""); };
  CHECK(at("https://api.example/v1/{page}?a={since}&b={until}&c={cursor}") == "");
  CHECK(says(at("https://api.example/?from={sinse}"), "no place {sinse}"));
  CHECK(says(at("https://api.example/?from={sinse}"), "Did you mean 'since'?"));
  CHECK(says(at("https://api.example/?from={since"), "brace"));
  CHECK(says(at("https://{page}.example/"), "must name a host"));
  CHECK(says(at("https://api.example/#x"), "must hold no #"));
}

TEST_CASE("names, pointers, accounts and versions of pulled sources are checked where they are written",
          "[config][pull]") {
  CHECK(of_json_pull("items = \"/data/0/items\"") == "");
  CHECK(says(of_json_pull("items = \"data.items\""), "must be a JSON pointer"));
  CHECK(says(of_json_pull("items = \"/a~2\""), "must be a JSON pointer"));
  CHECK(of_json_pull("source = \"shop_api\"") == "");
  CHECK(says(of_json_pull("source = \"Shop API\""), "lower-case letters"));
  CHECK(says(of_json_pull("source = \"hubspot\""), "has a section of its own"));
  CHECK(says(of_json_pull("token_header = \"X Key\""), "must be a name"));
  CHECK(says(of_json_pull("kind = \"orders\""), "must be conversions, touchpoints"));
  const auto meta = [](const std::string& line) { return mistakes("[sources.meta_ads]\n" + line + "\n"); };
  CHECK(meta("account = \"1234\"") == "");
  CHECK(says(meta("account = \"act_\""), "act_1234567890"));
  CHECK(says(meta("version = \"25\""), "v25.0"));
  CHECK(says(meta("version = \"v25.0.1\""), "v25.0"));
  CHECK(says(meta("levels = [\"campaing\"]"), "must be campaign, adset or ad"));
  CHECK(says(mistakes("[sources.fx_rates]\ndaily = \"eurofxref-daily.xml\"\n"), "must be a path"));
}

TEST_CASE("a token is shown by nothing, and a complaint about it does not tell it", "[config][pull]") {
  const auto s = load_text("[sources.hubspot]\nenabled = true\ntoken = \"hush-hush\"\n", "hub.toml");
  CHECK(config::effective_toml(s).find("hush") == std::string::npos);
  CHECK(says(config::effective_toml(s), "token = \"****\""));
  const auto torn = mistakes("[sources.hubspot]\ntoken = \"hush\\nhush\"\n");
  CHECK(says(torn, "was it copied whole?"));
  CHECK_FALSE(says(torn, "hush"));
}

TEST_CASE("a token can be the only line of a file", "[config][pull]") {
  const secret_file file("  pat-na1-x \n\n");
  const auto from = [&](std::vector<std::pair<std::string, std::string>> more) {
    more.emplace_back("CONVHUB_SOURCES_HUBSPOT_TOKEN_FILE", file.path.string());
    more.emplace_back("CONVHUB_SOURCES_HUBSPOT_ENABLED", "true");
    return load({"", more, {}});
  };
  const auto read = from({});
  CHECK(config::describe(read.errors) == "");
  CHECK(read.values.sources_hubspot.token == "pat-na1-x");
  const auto twice = from({{"CONVHUB_SOURCES_HUBSPOT_TOKEN", "pat-na1-y"}});
  REQUIRE(twice.errors.size() == 1);
  CHECK(twice.errors[0].code == "config-secret-twice");
  std::ofstream(file.path) << "one\ntwo\n";
  const auto many = from({});
  REQUIRE(many.errors.size() == 1);
  CHECK(says(many.errors[0].detail, "the token alone"));
  std::ofstream(file.path) << "\n";
  CHECK(from({}).errors.at(0).code == "config-secrets-missing");
}

TEST_CASE("a text of several lines is shown as TOML that reads back", "[config][pull]") {
  const auto s = load_text("[sources.json_pull]\nbody = \"{\\n\\t\\\"since\\\": \\\"{since}\\\"\\n}\"\n", "hub.toml");
  const auto again = load_text(
      "[sources.json_pull]\nbody = " + config::toml_value(s.values, *config::find_setting("sources.json_pull.body")),
      "again.toml");
  CHECK(again.values.sources_json_pull.body == "{\n\t\"since\": \"{since}\"\n}");
}
