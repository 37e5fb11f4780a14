#include "app/command_line.hpp"

#include <catch2/catch.hpp>

#include "recorded_hub.hpp"
#include "scratch_file.hpp"

using namespace hub;
using namespace hub::app;

TEST_CASE("report flags become the report's parameters", "[app]") {
  recorded_hub hub;
  const session s(hub, {"roas", "--model", "linear", "--from", "2026-01-01", "--tz", "Europe/Berlin", "--lookback=30",
                        "--group-by", "campaign,day", "--server", "http://127.0.0.1:9"});
  CHECK(s.code == exit_code::ok);
  REQUIRE(hub.asked.size() == 1);
  CHECK(hub.asked[0].method == "GET");
  CHECK(hub.asked[0].target ==
        "/v1/reports/roas?from=2026-01-01&tz=Europe%2FBerlin&lookback_days=30&model=linear&group_by=campaign%2Cday");
  CHECK(hub.opened[0].server == "http://127.0.0.1:9");
}

TEST_CASE("--json prints the server's bytes untouched", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, "{ \"rows\" : [] }\n\n")};
  const session s(hub, {"attribution", "--json"});
  CHECK(s.out.str() == "{ \"rows\" : [] }\n\n");
}

TEST_CASE("--csv asks for the report as CSV and prints its bytes", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, "a,b\r\n1,2\r\n")};
  const session s(hub, {"compare", "--csv", "--models", "linear,last_touch"});
  CHECK(hub.asked[0].target == "/v1/reports/compare.csv?models=linear%2Clast_touch");
  CHECK(s.out.str() == "a,b\r\n1,2\r\n");
}

TEST_CASE("an answer that is refused is printed with its place and remedy", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(400, R"({"title":"Bad parameter","detail":"one parameter is wrong","status":400,
                                    "errors":[{"pointer":"model","code":"x","detail":"no such model"}]})")};
  const session s(hub, {"roas", "--model", "x"});
  CHECK(s.code == exit_code::usage);
  CHECK(s.out.str() == "");
  CHECK(s.err.str() == "convhub: one parameter is wrong\n  model: no such model\n");
}

TEST_CASE("--version says what version does", "[app]") {
  recorded_hub hub;
  const session flag(hub, {"--version"}), command(hub, {"version"});
  CHECK(flag.code == exit_code::ok);
  CHECK(flag.out.str() == command.out.str());
}

TEST_CASE("a rehearsal of no rule at all is a wrong command line and asks nothing", "[app]") {
  recorded_hub hub;
  const session s(hub, {"dedup", "--dry-run"});
  CHECK(s.code == exit_code::usage);
  CHECK(s.err.str().find("--window 48h") != std::string::npos);
  CHECK(hub.asked.empty());
}

TEST_CASE("an explanation begins with the money and ends with the rules", "[app]") {
  recorded_hub hub;
  hub.answers = {
      answer_of(200, R"({"conversion_id":"cv_1","model":"linear","params":{"half_life_days":7},"lookback_days":90,
      "check":{"net":"70.00"},"touchpoints":[{"touch_id":"t1","credit":"70.00"}]})")};
  const session s(hub, {"explain", "cv_1"});
  const auto said = s.out.str();
  REQUIRE(said.find("\nby these rules\n") != std::string::npos);
  const auto rules = said.substr(said.find("\nby these rules\n"));
  CHECK(said.starts_with("conversion id  cv_1\ncheck net      70.00\n"));
  CHECK(said.find("70.00\n\nby these rules\n") != std::string::npos);
  CHECK(rules.find("model           linear\n") != std::string::npos);
  CHECK(rules.find("lookback days   90\n") != std::string::npos);
  CHECK(rules.find("half life days  7\n") != std::string::npos);
}

TEST_CASE("what a refusal says twice is printed once", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(
      400,
      R"({"title":"Bad Request","detail":"give a number","errors":[{"pointer":"limit","detail":"give a number"}]})")};
  CHECK(session(hub, {"conversions", "--limit", "x"}).err.str() == "convhub: give a number\n");
}

TEST_CASE("a refusal that names a parameter names its flag to who typed one", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(400, R"({"errors":[{"pointer":"lookback_days","detail":"'lookback_days' must be a number"},
                                              {"pointer":"x","detail":"'order_id' is nobody's"}]})"),
                 answer_of(400, R"({"title":"Bad Request","detail":"leave 'as_of' out"})"),
                 answer_of(400, R"({"title":"Bad Request","detail":"Did you mean 'campaign'?"})")};
  const session window(hub, {"roas", "--lookback", "7d"});
  CHECK(window.err.str().find("--lookback must be a number") != std::string::npos);
  CHECK(window.err.str().find("'order_id' is nobody's") != std::string::npos);
  CHECK(session(hub, {"roas", "--as-of", "9"}).err.str() == "convhub: leave --as-of out\n");
  CHECK(session(hub, {"roas", "--group-by", "campagin"}).err.str() == "convhub: Did you mean 'campaign'?\n");
}

TEST_CASE("an explanation says where fields are from in a line, and rules by their names", "[app]") {
  recorded_hub hub;
  const auto id = "cv_" + std::string(32, '1');
  hub.answers = {answer_of(200, R"({"conversion_id":"cv_1","params":{"half_life_days":7},"model":"linear","fields":{
      "type":{"source":"shop"},"value":{"source":"crm"},"occurred_at":{"source":"shop"}}})")};
  const auto text = session(hub, {"explain", id}).out.str();
  CHECK(text.find("fields from    shop: type, occurred at; crm: value\n") != std::string::npos);
  CHECK(text.find("\nhalf life days  7\n") != std::string::npos);
}

TEST_CASE("asking a data directory that is not there is an error, not an empty answer", "[app]") {
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  bool opened = false;
  const auto world = real_outside(
      [&](const config::settings&, net::metrics_registry&, pulling) -> result<std::unique_ptr<running_hub>> {
        opened = true;
        return fail("no", "no");
      });
  CHECK(run({"roas", "--data", "no/such/directory"}, c, world) == exit_code::failed);
  CHECK(err.str().find("no/such/directory is no data directory") != std::string::npos);
  CHECK_FALSE(opened);
}

TEST_CASE("a failure of the server is exit 1, an answer that is no JSON too", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(503, "busy"), answer_of(200, "<html>")};
  CHECK(session(hub, {"roas"}).code == exit_code::failed);
  CHECK(session(hub, {"roas"}).code == exit_code::failed);
}

TEST_CASE("a hub that may not listen where it is told to leaves no data directory behind", "[app]") {
  const scratch_file beside("beside", "");
  const auto data = (beside.folder.path() / "data").string();
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  bool opened = false;
  outside world;
  world.open = [&](const config::settings&, net::metrics_registry&, pulling) -> result<std::unique_ptr<running_hub>> {
    opened = true;
    return fail("no", "no");
  };
  run({"serve", "--listen", "0.0.0.0:9999", "--data", data}, c, world);
  CHECK(err.str().find("without a key the hub listens on this machine only") != std::string::npos);
  CHECK_FALSE(opened);
  CHECK_FALSE(std::filesystem::exists(data));
}

TEST_CASE("a server that is not there is exit 4", "[app]") {
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  outside nowhere;
  nowhere.ask = [](const place&) -> result<std::unique_ptr<client>> {
    return fail("server-unreachable", "nobody answers");
  };
  const auto code = run({"status"}, c, nowhere);
  CHECK(code == exit_code::unreachable);
  CHECK(err.str() ==
        "convhub: nobody answers\n"
        "Start a hub with 'convhub serve', or open a data directory with --data.\n");
}

TEST_CASE("a mistyped command or flag is told what was meant and asks nothing", "[app]") {
  recorded_hub hub;
  const session command(hub, {"raos"});
  CHECK(command.code == exit_code::usage);
  CHECK(command.err.str() == "convhub: unknown command 'raos'; did you mean 'roas'?\nTry 'convhub --help'.\n");
  CHECK(
      session(hub, {"report"}).err.str() ==
      "convhub: unknown command 'report'; the reports are attribution, roas, compare, paths, daily, cohorts, match and "
      "sources\nTry 'convhub --help'.\n");
  CHECK(session(hub, {"report", "roas"})
            .err.str()
            .starts_with("convhub: unknown argument 'report'; the reports are attribution, roas,"));
  const session flag(hub, {"roas", "--modle=linear"});
  CHECK(flag.code == exit_code::usage);
  CHECK(flag.err.str() == "convhub: unknown flag '--modle'; did you mean '--model'?\nTry 'convhub roas --help'.\n");
  CHECK(hub.asked.empty());
}

TEST_CASE("a flag given too often and an argument given too seldom are said in plain words", "[app]") {
  recorded_hub hub;
  const session often(hub, {"conversions", "--source", "a", "--source", "b"});
  CHECK(often.code == exit_code::usage);
  CHECK(often.err.str().starts_with("convhub: --source may be given once, not 2 times\n"));
  const session seldom(hub, {"merge", "cv_1"});
  CHECK(seldom.code == exit_code::usage);
  CHECK(seldom.err.str().find(" must be given 2 times or more, not 1\n") != std::string::npos);
  CHECK(hub.asked.empty());
}

TEST_CASE("--server and --data exclude each other, --json and --csv too", "[app]") {
  recorded_hub hub;
  CHECK(session(hub, {"roas", "--server", "http://a", "--data", "d"}).code == exit_code::usage);
  CHECK(session(hub, {"roas", "--json", "--csv"}).code == exit_code::usage);
  CHECK(hub.asked.empty());
}

TEST_CASE("help and version succeed, no command at all does not", "[app]") {
  recorded_hub hub;
  const session help(hub, {"--help"});
  CHECK(help.code == exit_code::ok);
  CHECK(help.out.str().find("roas") != std::string::npos);
  const session roas_help(hub, {"roas", "--help"});
  CHECK(roas_help.out.str().find("--lookback") != std::string::npos);
  CHECK(session(hub, {"version"}).out.str().starts_with("convhub 0."));
  CHECK(session(hub, {}).code == exit_code::usage);
}

TEST_CASE("a contact's key is one segment of the path", "[app]") {
  recorded_hub hub;
  const session s(hub, {"journey", "a/b+c@example.com"});
  CHECK(hub.asked.at(0).target == "/v1/contacts/a%2Fb%2Bc%40example.com/journey");
}

TEST_CASE("a conversion is explained under the model asked for", "[app]") {
  recorded_hub hub;
  const session s(hub, {"explain", "cv_1", "--model", "linear"});
  CHECK(hub.asked.at(0).target == "/v1/conversions/cv_1/explain?model=linear");
}

TEST_CASE("a list of conversions says how to go on", "[app]") {
  recorded_hub hub;
  hub.answers = {
      answer_of(200, R"({"data":[{"conversion_id":"cv_1","type":"purchase","net":{"amount":"1.00","currency":"EUR"}}],
                                    "next_cursor":"abc"})")};
  const session s(hub, {"conversions", "--limit", "1"});
  CHECK(s.out.str() ==
        "conversion id  type           net\n"
        "cv_1           purchase  1.00 EUR\n"
        "\n"
        "More: add --cursor abc\n");
}

TEST_CASE("a list of conversions without any says so, after a name that nobody has", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"data":[],"next_cursor":null})"),
                 answer_of(200, R"({"data":[],"notes":[{"code":"name-unknown","detail":"no fact names it"}]})")};
  CHECK(session(hub, {"conversions", "--query", "R-99999"}).out.str() == "No conversions.\n");
  CHECK(session(hub, {"conversions", "--type", "x"}).out.str() == "Note: no fact names it\nNo conversions.\n");
}

TEST_CASE("an export is written piece by piece in the format asked for", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, "{\"a\":1}\n{\"a\":2}\n")};
  const session s(hub, {"export", "conversions", "--format", "ndjson", "--from", "2026-01-01"});
  CHECK(hub.asked.at(0).target == "/v1/export/conversions.ndjson?from=2026-01-01");
  CHECK(s.out.str() == "{\"a\":1}\n{\"a\":2}\n");
  CHECK(session(hub, {"export", "conversions", "--format", "xml"}).code == exit_code::usage);
}

TEST_CASE("a settings file with mistakes is exit 3 and names them all", "[app]") {
  recorded_hub hub;
  const session s(hub, {"config", "check", "no/such/file.toml"});
  CHECK(s.code == exit_code::configuration);
  CHECK(s.err.str().find("no/such/file.toml: error: ") != std::string::npos);
  CHECK(session(hub, {"config", "example"}).out.str().find("# listen = \"127.0.0.1:8787\"") != std::string::npos);
}

TEST_CASE("the settings of a data directory are those its hub was served with, unless a file is named", "[app]") {
  recorded_hub hub;
  const scratch_file kept("served-with.toml", "[money]\ncurrency = \"JPY\"\n");
  const scratch_file named("hub.toml", "[money]\ncurrency = \"SEK\"\n");
  const auto directory = kept.folder.path().string();
  CHECK(session(hub, {"config", "show", "--data", directory}).out.str().find("currency = \"JPY\"") !=
        std::string::npos);
  CHECK(session(hub, {"config", "show", named.path, "--data", directory}).out.str().find("currency = \"SEK\"") !=
        std::string::npos);
  CHECK(session(hub, {"config", "check", "--data", directory}).out.str().starts_with(kept.path + " is right: "));
}

TEST_CASE("help is asked for as a command too, and of what is none it says so", "[app]") {
  recorded_hub hub;
  CHECK(session(hub, {"help"}).out.str() == session(hub, {"--help"}).out.str());
  CHECK(session(hub, {"help", "alias", "add"}).out.str() == session(hub, {"alias", "add", "--help"}).out.str());
  const session unknown(hub, {"help", "raos"});
  CHECK(unknown.code == exit_code::usage);
  CHECK(unknown.err.str().find("did you mean 'roas'?") != std::string::npos);
}

TEST_CASE("the help calls values by their names and says in words what goes with what", "[app]") {
  recorded_hub hub;
  const auto help = [&](const std::string& command) { return session(hub, {command, "--help"}).out.str(); };
  CHECK(
      help("merge").starts_with("Decide that conversions are one\n"
                                "Usage: convhub merge [OPTIONS] CONVERSION CONVERSION...\n"));
  CHECK(help("dedup").find("--amount-tolerance N ") != std::string::npos);
  CHECK(help("roas").find(
            "--server URL                The hub to ask (default http://127.0.0.1:8787); not with --data\n") !=
        std::string::npos);
  CHECK(help("roas").find("--limit N                   At most N conversions, up to 1000; only with --explain\n") !=
        std::string::npos);
  for (const auto* command : {"merge", "dedup", "roas", "explain", "import", "quarantine", "backup"})
    for (const auto* raw : {"(2x)", "NONNEGATIVE", " REQUIRED", "Excludes:", "Needs:", "{true"})
      CHECK(help(command).find(raw) == std::string::npos);
}

TEST_CASE("a list's length is no flag of a report without a list", "[app]") {
  recorded_hub hub;
  for (const auto* report : {"roas", "attribution", "compare"}) {
    CHECK(session(hub, {report, "--limit", "5"}).code == exit_code::usage);
    CHECK(session(hub, {report, "--limit", "5", "--explain", "c-1"}).code == exit_code::ok);
  }
}

TEST_CASE("conversions are found by their order number, and listed when several have it", "[app]") {
  recorded_hub hub;
  const std::string one =
      R"({"conversion_id":"cv_1","type":"purchase","occurred_at":"2026-03-01T00:00:00Z","sources":["shop"]})";
  hub.answers = {answer_of(200, R"({"data":[)" + one + "]}")};
  CHECK(session(hub, {"explain", "A-1 b"}).code == exit_code::ok);
  REQUIRE(hub.asked.size() == 2);
  CHECK(hub.asked[0].target == "/v1/conversions?q=A-1%20b&limit=10");
  CHECK(hub.asked[1].target == "/v1/conversions/cv_1/explain");
  hub.answers = {answer_of(200, R"({"data":[]})")};
  const session unknown(hub, {"explain", "A-2"});
  CHECK(unknown.code == exit_code::failed);
  CHECK(unknown.err.str() ==
        "convhub: no conversion has the order id or external id 'A-2'; 'convhub conversions' lists them\n");
  hub.answers = {answer_of(200, R"({"data":[)" + one + "," + one + "]}")};
  const session several(hub, {"conversions", "A-1"});
  CHECK(several.code == exit_code::failed);
  CHECK(several.err.str().find("\n  cv_1 (purchase, 2026-03-01T00:00:00Z, shop)\n  cv_1") != std::string::npos);
}

TEST_CASE("a journey is that of an order's contact where the order is named", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"data":[{"conversion_id":"cv_1"}]})"), answer_of(200, R"({"contacts":["ct_1"]})")};
  CHECK(session(hub, {"journey", "order:A-1"}).code == exit_code::ok);
  REQUIRE(hub.asked.size() == 3);
  CHECK(hub.asked[0].target == "/v1/conversions?q=A-1&limit=10");
  CHECK(hub.asked[1].target == "/v1/conversions/cv_1");
  CHECK(hub.asked[2].target == "/v1/contacts/ct_1/journey");
  hub.answers = {answer_of(200, R"({"contacts":["ct_1","ct_2"]})")};
  CHECK(session(hub, {"journey", "cv_1"}).err.str().find("ct_1, ct_2") != std::string::npos);
}

TEST_CASE("a word that is no contact is taken for an order's number, also where a person is erased", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"data":[{"conversion_id":"cv_1"}]})"), answer_of(200, R"({"contacts":["ct_1"]})")};
  CHECK(session(hub, {"erase", "A-1"}).code == exit_code::ok);
  REQUIRE(hub.asked.size() == 3);
  CHECK(hub.asked[2].target == "/v1/contacts/ct_1?dry_run=true");
  hub.answers = {answer_of(200, R"({"contact_id":"ct_9","dry_run":false,"facts":3})")};
  const session erased(hub, {"erase", "ct_" + std::string(32, '1'), "--yes"});
  CHECK(erased.out.str() == "contact id  ct_9\nfacts       3\n");
  CHECK(erased.err.str() == "This was erased for good.\n");
  hub.answers = {answer_of(200, R"({"data":[]})")};
  CHECK(session(hub, {"journey", "B-7"}).err.str().find("'B-7' names no contact and no order; give") !=
        std::string::npos);
}

TEST_CASE("an alias for a name that no fact has is made, and told of", "[app]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"meta":{"notes":[{"code":"name-unknown","parameter":"campaign",)"
                                R"("detail":"no fact names the campaign 'sprng'; did you mean 'spring'?"}]}})"),
                 answer_of(200, R"({"meta":{}})"), answer_of(201, R"({"id":"al_1"})")};
  const session s(hub, {"alias", "add", "sprng", "c 1"});
  CHECK(s.code == exit_code::ok);
  REQUIRE(hub.asked.size() == 3);
  CHECK(hub.asked[1].target == "/v1/reports/roas?campaign=c%201");
  CHECK(hub.asked[2].method == "POST");
  CHECK(s.err.str() ==
        "convhub: no fact names the campaign 'sprng'; did you mean 'spring'? The alias joins nothing until "
        "one does; 'convhub match' lists names as they are\n");
}

TEST_CASE("a file that is no database is no backup, and its name is said once", "[app]") {
  const scratch_file file("orders.csv", "order_id,value\nA-1,1\n");
  recorded_hub hub;
  const session s(hub, {"restore", file.path, "--data", (file.folder.path() / "hub").string()});
  CHECK(s.code == exit_code::failed);
  CHECK(s.err.str() ==
        "convhub: " + file.path +
            " is no backup of a hub, which 'convhub backup FILE' makes; CSV and NDJSON come in by 'convhub "
            "import'\n");
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  complain(fail("store-corrupt", "a/hub.db is damaged", "a/hub.db"), c);
  complain(fail("x", "no such model", "model"), c);
  CHECK(err.str() == "convhub: a/hub.db is damaged\nconvhub: model: no such model\n");
}
