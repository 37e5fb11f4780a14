#include "config/load.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace hub;
using config::load;
using config::load_text;

namespace {

std::string mistakes(std::string_view toml) { return config::describe(load_text(toml, "hub.toml").errors); }

}  // namespace

TEST_CASE("an empty file leaves every setting at its default", "[config]") {
  const auto s = load_text("", "hub.toml");
  CHECK(s.errors.empty());
  CHECK(s.origins.empty());
  CHECK(s.values.server.listen == "127.0.0.1:8787");
  CHECK(s.values.dedup.window == std::chrono::hours(24));
  CHECK(s.values.attribution.model == "time_decay");
}

TEST_CASE("a file sets values of every type", "[config]") {
  const auto s = load_text(R"(
[identity]
max_per_identifier = 3
[attribution]
views = true
half_life_days = 14
first_weight = 0.25
model = "linear"
[dedup]
window = "36h"
authority = ["shop", "manual"]
)",
                           "hub.toml");
  CHECK(config::describe(s.errors) == "");
  CHECK(s.values.attribution.views);
  CHECK(s.values.identity.max_per_identifier == 3);
  CHECK(s.values.attribution.half_life_days == 14.0);
  CHECK(s.values.attribution.first_weight == 0.25);
  CHECK(s.values.attribution.model == "linear");
  CHECK(s.values.dedup.window == std::chrono::hours(36));
  CHECK(s.values.dedup.authority == std::vector<std::string>{"shop", "manual"});
  CHECK(s.origins.at("dedup.window") == "file");
}

TEST_CASE("every mistake of a file is told at once, by its place", "[config]") {
  CHECK(mistakes("[server]\nlisten = \"nowhere\"\n[identity]\nmax_per_identifier = 0\n[attribution]\nviews = 1\n") ==
        "hub.toml:2:10: error: server.listen must be HOST:PORT such as 127.0.0.1:8787, not \"nowhere\"\n"
        "hub.toml:4:22: error: identity.max_per_identifier must be between 1 and 100000, not 0\n"
        "hub.toml:6:9: error: attribution.views must be true or false\n");
}

TEST_CASE("a mistyped setting or section is told what was meant", "[config]") {
  CHECK(mistakes("[dedup]\nwindwo = \"1h\"\n") ==
        "hub.toml:2:10: error: unknown setting dedup.windwo; did you mean dedup.window?\n");
  CHECK(mistakes("[sever]\nlisten = \"a:1\"\n").find("unknown section [sever]; did you mean server?") !=
        std::string::npos);
  CHECK(mistakes("[attribution]\nmodel = \"lineer\"\n")
            .ends_with("w_shaped or full_path, not \"lineer\"; did you mean 'linear'?\n"));
  CHECK(mistakes("[log]\nlevel = \"loud\"\n").find("must be debug, info, warn or error, not \"loud\"") !=
        std::string::npos);
}

TEST_CASE("a file that is no TOML is refused at the place where it breaks", "[config]") {
  const auto s = load_text("[server]\nlisten = \n", "hub.toml");
  REQUIRE(s.errors.size() == 1);
  CHECK(s.errors[0].code == "config-malformed");
  CHECK(s.errors[0].pointer.starts_with("hub.toml:2:"));
}

TEST_CASE("what is wrong before the line that breaks a file is told too, and that nothing behind it was read",
          "[config]") {
  CHECK(mistakes("[server]\nlisen = \"a:1\"\n[money\n[nope]\n") ==
        "hub.toml:2:9: error: unknown setting server.lisen; did you mean server.listen?\n"
        "hub.toml:3:7: error: Error while parsing table header: expected ']', saw '\\n'; nothing from this line on was "
        "read\n");
}

TEST_CASE("a file that cannot be read is an error, not an empty file", "[config]") {
  for (const std::string path : {"no/such/file.toml", "."}) {
    const auto s = load({path, {}, {}});
    REQUIRE(s.errors.size() == 1);
    CHECK(s.errors[0].code == "config-unreadable");
  }
  const auto empty = std::filesystem::temp_directory_path() / ("convhub-empty-" + std::to_string(getpid()) + ".toml");
  std::ofstream(empty).close();
  CHECK(load({empty.string(), {}, {}}).errors.empty());
  std::filesystem::remove(empty);
}

TEST_CASE("flags go over the environment and the environment over defaults", "[config]") {
  const auto s = load({"",
                       {{"CONVHUB_SERVER_LISTEN", "127.0.0.1:1"}, {"CONVHUB_LOG_LEVEL", "warn"}, {"HOME", "/"}},
                       {{"server.listen", "127.0.0.1:2"}}});
  CHECK(config::describe(s.errors) == "");
  CHECK(s.values.server.listen == "127.0.0.1:2");
  CHECK(s.values.log.level == "warn");
  CHECK(s.origins.at("server.listen") == "flag");
  CHECK(s.origins.at("log.level") == "environment");
}

TEST_CASE("a variable of a known section that is no setting is an error, one of another program is not", "[config]") {
  const auto s = load({"", {{"CONVHUB_SERVER_LISTEM", "x"}, {"CONVHUB_BINARY", "x"}}, {}});
  CHECK(config::describe(s.errors) ==
        "CONVHUB_SERVER_LISTEM: error: there is no such setting; did you mean CONVHUB_SERVER_LISTEN?\n");
}

TEST_CASE("times are read with their unit and refused without", "[config]") {
  config::settings s;
  const auto& window = *config::find_setting("dedup.window");
  CHECK(config::assign(s, window, "90m").has_value());
  CHECK(s.dedup.window == std::chrono::minutes(90));
  CHECK(config::toml_value(s, window) == "\"90m\"");
  CHECK_FALSE(config::assign(s, window, "90").has_value());
  CHECK_FALSE(config::assign(s, window, "-1h").has_value());
  CHECK_FALSE(config::assign(s, window, "").has_value());
  CHECK_FALSE(config::assign(s, window, "31d").has_value());
}

TEST_CASE("a source's settings stand in a section of their own, in files and in the environment", "[config][sources]") {
  const auto file =
      load_text("[sources.hubspot]\nclient_secrets = [\"one\", \"two\"]\ncurrency = \"eur\"\n", "hub.toml");
  CHECK(config::describe(file.errors) == "");
  CHECK(file.values.sources_hubspot.client_secrets == std::vector<std::string>{"one", "two"});
  const auto env = load({"",
                         {{"CONVHUB_SOURCES_HUBSPOT_CLIENT_SECRETS", "one,two"},
                          {"CONVHUB_SOURCES_META_CAPI_STRICT", "true"},
                          {"CONVHUB_SOURCES_META_PIXEL_IGNORED_EVENTS", "Microdata"}},
                         {}});
  CHECK(config::describe(env.errors) == "");
  CHECK(env.values.sources_hubspot.client_secrets == file.values.sources_hubspot.client_secrets);
  CHECK(env.values.sources_meta_capi.strict);
  CHECK(env.values.sources_meta_pixel.ignored_events == std::vector<std::string>{"Microdata"});
  CHECK(env.origins.at("sources.meta_capi.strict") == "environment");
}

TEST_CASE("an unknown source or a setting that it lacks is told what was meant", "[config][sources]") {
  CHECK(mistakes("[sources.hubsopt]\ncurrency = \"EUR\"\n").find("did you mean sources.hubspot?") != std::string::npos);
  CHECK(mistakes("[sources.segment]\nwrite_key = \"x\"\n").find("did you mean sources.segment.write_keys?") !=
        std::string::npos);
}

TEST_CASE("secrets are shown neither by the settings nor in a complaint", "[config][sources]") {
  const auto s = load_text("[sources.anytrack]\ntokens = [\"hush-hush\"]\n", "hub.toml");
  CHECK(config::describe(s.errors) == "");
  CHECK(config::toml_value(s.values, *config::find_setting("sources.anytrack.tokens")).find("hush") ==
        std::string::npos);
  CHECK(mistakes("[sources.anytrack]\ntokens = \"hush-hush\"\n").find("hush") == std::string::npos);
  CHECK(mistakes("[sources.anytrack]\ntokens = [\"hush\", \"\"]\n").find("hush") == std::string::npos);
}

TEST_CASE("a secret can stand in a file of its own, and one without secrets opens no door", "[config][sources]") {
  const auto path = std::filesystem::temp_directory_path() / ("convhub-secrets-" + std::to_string(::getpid()));
  const auto load_from = [](const std::string& file) {
    return load({"", {{"CONVHUB_SOURCES_SEGMENT_WRITE_KEYS_FILE", file}}, {}});
  };
  std::ofstream(path) << "first \n\n second\n";
  CHECK(load_from(path.string()).values.sources_segment.write_keys == std::vector<std::string>{"first", "second"});
  std::ofstream(path) << "\n \n";
  const auto hollow = load_from(path.string());
  REQUIRE(hollow.errors.size() == 1);
  CHECK(hollow.errors[0].code == "config-secrets-missing");
  std::filesystem::remove(path);
  CHECK(load_from(path.string()).errors.at(0).code == "config-unreadable");
  CHECK(load_from(path.parent_path().string()).errors.size() == 1);  // a folder is no file of secrets
}

TEST_CASE("addresses, currencies and field maps of sources are checked where they are written", "[config][sources]") {
  CHECK(mistakes("[server]\npublic_base_url = \"https://hub.example\"\n") == "");
  CHECK(mistakes("[server]\npublic_base_url = \"\"\n") == "");
  CHECK(mistakes("[server]\npublic_base_url = \"hub.example\"\n").find("hub.toml:2:") == 0);
  CHECK(mistakes("[sources.anytrack]\ncurrency = \"EURO\"\n").find("hub.toml:2:") == 0);
  CHECK(mistakes("[sources.anytrack]\nfield_map = [\"value=net_total\"]\n") == "");
  CHECK(mistakes("[sources.anytrack]\nfield_map = [\"net_total\"]\n").find("hub.toml:2:") == 0);
}

TEST_CASE("the example file sets nothing, and uncommented it sets every default", "[config]") {
  const auto example = config::example_toml();
  CHECK(load_text(example, "example").origins.empty());

  std::string uncommented;
  std::size_t from = 0;
  while (from < example.size()) {
    const auto to = example.find('\n', from);
    const auto line = example.substr(from, to - from);
    const auto equals = line.find(" = ");
    const bool setting =
        line.starts_with("# ") && equals != line.npos && line.substr(2, equals - 2).find(' ') == line.npos;
    uncommented += (setting ? line.substr(2) : line) + "\n";
    from = to + 1;
  }
  const auto all = load_text(uncommented, "example");
  CHECK(config::describe(all.errors) == "");
  CHECK(all.origins.size() == config::all_settings().size());
  for (const auto& one : config::all_settings())
    CHECK(config::toml_value(all.values, one) == config::toml_value(config::settings(), one));
}

TEST_CASE("every setting has a sentence and its default is allowed", "[config]") {
  for (const auto& one : config::all_settings()) {
    INFO(one.name());
    CHECK(one.sentence.ends_with("."));
    CHECK(config::allowed(config::settings(), one).has_value());
  }
}

TEST_CASE("a list holds only the words that its setting knows", "[config]") {
  CHECK(mistakes("[fraud]\nleave_out = [\"bot-agent\", \"bots\"]\n")
            .find("must be bot-agent, duplicate-click-id, one-hit-flood, fast-order or outlier-value, not \"bots\"") !=
        std::string::npos);
  const auto none = load_text("[fraud]\nleave_out = []\n", "hub.toml");
  CHECK(none.errors.empty());
  CHECK(none.values.fraud.leave_out.empty());
  CHECK(config::settings().fraud.leave_out == std::vector<std::string>{"bot-agent"});
}

TEST_CASE("a list in which a word stands twice is refused", "[config]") {
  CHECK(mistakes("[dedup]\nauthority = [\"shop\", \"crm\", \"shop\"]\n") ==
        "hub.toml:2:13: error: dedup.authority must name \"shop\" once; it stands there twice\n");
  CHECK(mistakes("[dedup]\nauthority = [\"shop\", \"crm\"]\n").empty());
}

TEST_CASE("the rules of eligibility are read from a file and from the environment", "[config][policy]") {
  const auto file = load_text(
      "[attribution]\nlookback = [\"purchase/Paid Social/click:30\", \"*/*/view:1\"]\nclick_beats_view = false\n"
      "since_previous_conversion = true\ncampaign_priority = [\"Brand, exact\", \"c*\"]\n"
      "excluded_referrers = [\"paypal.com\"]\n",
      "hub.toml");
  CHECK(config::describe(file.errors) == "");
  const auto& s = file.values.attribution;
  CHECK(s.lookback == std::vector<std::string>{"purchase/Paid Social/click:30", "*/*/view:1"});
  CHECK_FALSE(s.click_beats_view);
  CHECK(s.since_previous_conversion);
  CHECK(s.campaign_priority == std::vector<std::string>{"Brand, exact", "c*"});
  CHECK(s.excluded_referrers == std::vector<std::string>{"paypal.com"});
  const auto env = load({"", {{"CONVHUB_ATTRIBUTION_LOOKBACK", "purchase/Paid Social/click:30, */*/view:1"}}, {}});
  CHECK(config::describe(env.errors) == "");
  CHECK(env.values.attribution.lookback == s.lookback);
}

TEST_CASE("a rule of eligibility that cannot be read is told with its place in the list", "[config][policy]") {
  CHECK(mistakes("[attribution]\nlookback = [\"*/*/view:1\", \"*/*/clik:7\"]\n")
            .find("hub.toml:2:12: error: attribution.lookback cannot be read: rule 2, '*/*/clik:7', names no "
                  "interaction") == 0);
  CHECK(mistakes("[attribution]\nlookback = [\"*/*/clik:7\"]\n").find("Did you mean 'click'?") != std::string::npos);
  CHECK(mistakes("[attribution]\nlookback = \"*/*/view:1\"\n")
            .find("must be a list of texts, as in [\"one\", \"another\"]; the window of all touchpoints is attribution."
                  "lookback_days") != std::string::npos);
  CHECK(mistakes("[attribution]\ncampaign_priority = [\"a\", \"\"]\n").find("hub.toml:2:") == 0);
  CHECK(mistakes("[attribution]\nexcluded_referrers = [\"https://paypal.com/\"]\n")
            .find("'https://paypal.com/' is no host; write it as in paypal.com") != std::string::npos);
  CHECK(mistakes("[attribution]\nexcluded_referer = [\"paypal.com\"]\n")
            .find("did you mean attribution.excluded_referrers?") != std::string::npos);
}

TEST_CASE("zones of ad accounts are checked where they are written", "[config]") {
  CHECK(mistakes("[spend]\naccount_zones = [\"meta/act_1=America/New_York\", \"google_ads=UTC\"]\n") == "");
  CHECK(mistakes("[spend]\naccount_zones = [\"act_1\"]\n").find("hub.toml:2:") == 0);
  CHECK(mistakes("[spend]\naccount_zones = [\"meta/act_1=America/Newyork\"]\n").find("hub.toml:2:") == 0);
}

TEST_CASE("workers are named by their ports on this machine, and by nothing else", "[config]") {
  const auto with = [](const std::string& list) { return mistakes("[cluster]\nworkers = [" + list + "]\n"); };
  CHECK(with("\"127.0.0.1:7001\", \"localhost:7002\", \"[::1]:7003\"").empty());
  for (const auto* elsewhere :
       {"192.0.2.7:7001", "0.0.0.0:7001", "worker.example:7001", "127.example:7001", "128.0.0.1:7001"})
    CHECK(
        with("\"127.0.0.1:7001\", \"" + std::string(elsewhere) + "\"")
            .find("must be on this machine, such as 127.0.0.1:7001, because what goes to a worker is neither encrypted "
                  "nor authenticated; not \"" +
                  std::string(elsewhere) + "\"") != std::string::npos);
  CHECK(with("\"127.0.0.1\"").find("must be HOST:PORT") != std::string::npos);
  CHECK(with("\"127.0.0.1:0\"").find("must name the port that the worker listens on") != std::string::npos);
}
