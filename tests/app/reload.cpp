// Settings read again while the hub runs: what may change then, and what a mistake changes.
#include "app/reload.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "app/demo_load.hpp"
#include "app/sync_plans.hpp"

using namespace hub;
using namespace hub::app;

namespace {

config::settings read(const std::string& toml) {
  const auto loaded = config::load_text(toml, "hub.toml");
  REQUIRE(config::describe(loaded.errors) == "");
  return loaded.values;
}

/// Keeps what it is told.
struct told_hub : running_hub {
  void take(const config::settings& settings, const std::vector<std::string>& which) override {
    token = settings.sources_hubspot.token;
    changed.push_back(which);
  }
  bool has_admin_key() const override { return false; }
  void handle(net::http_request, net::answer_handler) override {}
  std::string token;
  std::vector<std::vector<std::string>> changed;
};

}  // namespace

TEST_CASE("the sections that differ are named, each once", "[app][reload]") {
  const auto before = read("[sources.hubspot]\ntoken = \"a\"\n[log]\nlevel = \"info\"\n");
  CHECK(changed_sections(before, before).empty());
  const auto now = read("[sources.hubspot]\ntoken = \"b\"\ninterval = \"1h\"\n[log]\nlevel = \"debug\"\n");
  CHECK(changed_sections(before, now) == std::vector<std::string>{"sources.hubspot", "log"});
}

TEST_CASE("sources and the level of the log may change while the hub runs, nothing else", "[app][reload]") {
  const auto before = read("[money]\ncurrency = \"EUR\"\n[log]\nformat = \"json\"\n");
  const auto merged = reloaded(before, read("[sources.fx_rates]\nenabled = true\n[log]\nlevel = \"warn\"\n"));
  CHECK(merged.money.currency == "EUR");
  CHECK(merged.log.format == "json");
  CHECK(merged.log.level == "warn");
  CHECK(merged.sources_fx_rates.enabled);
}

TEST_CASE("the sources of changed sections have the names that they are pulled by", "[app][reload]") {
  const auto s = read("[sources.json_pull]\nsource = \"shop_api\"\n");
  CHECK(changed_sources(s, {"sources.hubspot", "sources.json_pull", "log"}) ==
        std::vector<std::string>{"hubspot", "shop_api"});
}

TEST_CASE("settings read again reach the hub when they differ, and not at all with a mistake in them",
          "[app][reload]") {
  const auto scratch = scratch_directory::make();
  REQUIRE(scratch.has_value());
  const auto file = (scratch->path() / "hub.toml").string();
  const auto write = [&](const std::string& toml) { std::ofstream(file) << toml; };
  told_hub hub;
  config::settings in_force;
  write("[sources.hubspot]\ntoken = \"one\"\n");
  reload({file, {}, {}}, in_force, hub);
  REQUIRE(hub.changed.size() == 1);
  CHECK(hub.changed[0] == std::vector<std::string>{"sources.hubspot"});
  CHECK(hub.token == "one");
  reload({file, {}, {}}, in_force, hub);
  CHECK(hub.changed.size() == 1);
  write("[sources.hubspot]\ntoken = \"two\"\ninterval = \"soon\"\n");
  reload({file, {}, {}}, in_force, hub);
  CHECK(hub.changed.size() == 1);
  CHECK(in_force.sources_hubspot.token == "one");
  write("[sources.hubspot]\ntoken = \"two\"\n");
  reload({file, {}, {}}, in_force, hub);
  REQUIRE(hub.changed.size() == 2);
  CHECK(hub.token == "two");
}
