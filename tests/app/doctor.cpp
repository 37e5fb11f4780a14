#include <sys/stat.h>
#include <catch2/catch.hpp>

#include "app/hub_checks.hpp"
#include "app/local_checks.hpp"
#include "recorded_hub.hpp"
#include "scratch_file.hpp"
#include "storage/directory.hpp"
#include "storage/store.hpp"

using namespace hub;
using namespace hub::app;

namespace {

boost::json::object object_of(std::string_view text) {
  return boost::json::parse({text.data(), text.size()}).get_object();
}

/// `ok hub; warn workers; `
std::string verdicts(const findings& found) {
  std::string text;
  for (const auto& f : found) {
    text += (f.how == grade::ok ? "ok " : f.how == grade::warn ? "warn " : "fail ") + f.what + "; ";
    CHECK((f.how == grade::ok) == f.remedy.empty());
  }
  return text;
}

std::string source(const std::string& name, const std::string& state, const std::string& expires = "null") {
  return R"({"at":"2026-02-09T10:00:00Z","sources":[{"source":")" + name + R"(","state":")" + state +
         R"(","why":{"code":"x","detail":"the token is refused"},"last_success":"2026-02-09T09:00:00Z","token_expires":)" +
         expires + "}]}";
}

const instant now = *parse_instant("2026-02-09T10:00:01Z");

}  // namespace

TEST_CASE("sources that need somebody are warned of or fail, each with its remedy", "[app][doctor]") {
  const auto of = [](const std::string& state) {
    return verdicts(check_sources(object_of(source("hubspot", state)), now));
  };
  for (const std::string state : {"ok", "syncing", "waiting", "retrying"})
    CHECK(of(state) == "ok clock of the hub; ok source hubspot; ");
  for (const std::string state : {"waiting", "retrying"}) {
    auto stale = source("hubspot", state);
    stale.insert(stale.find("\"why\""), "\"lag_seconds\":3601,");
    CHECK(verdicts(check_sources(object_of(stale), now)) == "ok clock of the hub; warn source hubspot; ");
  }
  for (const std::string state : {"silent", "failing", "paused"})
    CHECK(of(state) == "ok clock of the hub; warn source hubspot; ");
  for (const std::string state : {"stopped", "parked"})
    CHECK(of(state) == "ok clock of the hub; fail source hubspot; ");
  for (const std::string state : {"waiting", "retrying"}) {
    auto never = source("hubspot", state);
    never.replace(never.find("\"2026-02-09T09:00:00Z\""), 22, "null,\"until\":\"2026-02-09T11:00:00Z\"");
    const auto found = check_sources(object_of(never), now).at(1);
    CHECK(found.how == grade::warn);
    CHECK(found.detail == state + ": the token is refused, until 2026-02-09T11:00:00Z; no sync has succeeded yet");
  }
  const auto stopped = check_sources(object_of(source("hubspot", "stopped")), now).at(1);
  CHECK(stopped.detail == "stopped: the token is refused");
  CHECK(stopped.remedy.find("'convhub sync hubspot'") != std::string::npos);
}

TEST_CASE("the settings that are given are named", "[app][doctor]") {
  config::loaded_settings some;
  CHECK(check_settings(some).at(0).detail == "all at their defaults");
  some.origins = {{"money.currency", "file"}, {"storage.data", "flag"}};
  CHECK(check_settings(some).at(0).detail == "money.currency, storage.data given, the others at their defaults");
}

TEST_CASE("a token is warned of two weeks before it expires and fails afterwards", "[app][doctor]") {
  const auto of = [](const std::string& expires) {
    return verdicts(check_sources(object_of(source("meta_ads", "ok", "\"" + expires + "\"")), now));
  };
  CHECK(of("2026-02-24T10:00:00Z") == "ok clock of the hub; ok source meta_ads; ");
  CHECK(of("2026-02-22T10:00:00Z") == "ok clock of the hub; ok source meta_ads; warn token of meta_ads; ");
  CHECK(of("2026-02-08T10:00:00Z") == "ok clock of the hub; ok source meta_ads; fail token of meta_ads; ");
}

TEST_CASE("a hub whose clock is another one is warned of or fails", "[app][doctor]") {
  const auto of = [](const std::string& at) {
    return verdicts(check_sources(object_of(R"({"at":")" + at + R"(","sources":[]})"), now));
  };
  CHECK(of("2026-02-09T10:00:03Z") == "ok clock of the hub; ok sources; ");
  CHECK(of("2026-02-09T09:59:40Z") == "warn clock of the hub; ok sources; ");
  CHECK(of("2026-02-09T10:30:00Z") == "fail clock of the hub; ok sources; ");
}

TEST_CASE("workers that hold nothing, and shards that no worker holds, are warned of", "[app][doctor]") {
  const auto of = [](std::size_t workers, const std::string& shards) {
    config::cluster_settings cluster;
    cluster.workers.assign(workers, "127.0.0.1:1");
    return verdicts(
        check_status(object_of(R"({"ready":true,"version":"1","data_seq":1,"shards":)" + shards + "}"), cluster));
  };
  CHECK(of(0, R"({"here":2,"in_workers":0,"filling":0})") == "ok hub; ");
  CHECK(of(2, R"({"here":0,"in_workers":2,"filling":0})") == "ok hub; ok workers; ");
  CHECK(of(3, R"({"here":0,"in_workers":2,"filling":0})") == "ok hub; warn workers; ");
  CHECK(of(2, R"({"here":1,"in_workers":1,"filling":0})") == "ok hub; warn workers; ");
  CHECK(of(2, R"({"here":0,"in_workers":1,"filling":1})") == "ok hub; warn workers; ");
  CHECK(verdicts(check_status(object_of(R"({"ready":false,"reason":"reads"})"), {})) == "fail hub; ");
}

TEST_CASE("the doctor warns of refunds without their sale and of those that ask for too much", "[app][doctor]") {
  const auto none = object_of(R"({"data":[],"next_cursor":null})");
  CHECK(verdicts(check_adjustments(none, none)) == "ok refunds; ");
  const auto found = check_adjustments(object_of(R"({"data":[{},{}],"next_cursor":"7"})"),
                                       object_of(R"({"data":[{}],"next_cursor":null})"));
  CHECK(verdicts(found) == "warn refunds; ");
  CHECK(found[0].detail == "2 or more wait for their sale, 1 asks for more than its sale brought");
  CHECK(found[0].remedy.find("--note over-refund") != std::string::npos);
}

TEST_CASE("what waits in quarantine is warned of, with its number", "[app][doctor]") {
  CHECK(verdicts(check_quarantine(object_of(R"({"data":[],"next_cursor":null})"))) == "ok quarantine; ");
  const auto found = check_quarantine(object_of(R"({"data":[{},{}],"next_cursor":"rj_3"})"));
  CHECK(verdicts(found) == "warn quarantine; ");
  CHECK(found[0].detail.starts_with("2 or more items wait"));
}

TEST_CASE("a store is judged by its schema, its log and the space that is left", "[app][doctor]") {
  const std::uint64_t gib = 1ULL << 30;
  storage::store_figures s{1 << 20, 1 << 20, 100 * gib, 4, 4};
  CHECK(verdicts(check_store(s)) == "ok store; ok write-ahead log; ok disk space; ");
  s.schema = 3;
  s.log_bytes = 200 << 20;
  s.free_bytes = gib / 2;
  CHECK(verdicts(check_store(s)) == "warn store; warn write-ahead log; warn disk space; ");
  s.free_bytes = gib / 8;
  CHECK(verdicts(check_store(s)) == "warn store; warn write-ahead log; fail disk space; ");
}

TEST_CASE("files that others may read fail, those of secrets too", "[app][doctor]") {
  const scratch_file token("token", "secret\n");
  const auto data = (token.folder.path() / "data").string();
  const auto nobody = [](std::int64_t, std::int64_t) {};
  CHECK(verdicts(check_data(data, false, nobody)) == "warn data directory; ");
  REQUIRE(storage::store::open(data).has_value());
  CHECK(verdicts(check_data(data, false, nobody)) ==
        "ok data directory; ok store file; ok store; ok write-ahead log; ok disk space; ok contents; ");
  REQUIRE(::chmod(data.c_str(), 0755) == 0);
  REQUIRE(::chmod((data + "/hub.db").c_str(), 0640) == 0);
  CHECK(verdicts(check_data(data, false, nobody)).starts_with("fail data directory; fail store file; ok store; "));

  config::settings settings;
  CHECK(check_secret_files(settings).empty());
  settings.sources_hubspot.token_file = token.path;
  REQUIRE(::chmod(token.path.c_str(), 0644) == 0);
  CHECK(verdicts(check_secret_files(settings)) == "fail sources.hubspot.token_file; ");
  REQUIRE(::chmod(token.path.c_str(), 0600) == 0);
  CHECK(verdicts(check_secret_files(settings)) == "ok sources.hubspot.token_file; ");
}

TEST_CASE("the doctor reads the whole store, and a hub that refuses what it is sent is not well", "[app][doctor]") {
  const scratch_file token("token", "secret\n");
  const auto data = (token.folder.path() / "data").string();
  const auto nobody = [](std::int64_t, std::int64_t) {};
  {
    const auto opened = storage::store::open(data);
    REQUIRE(opened.has_value());
    storage::commit unreadable;
    unreadable.facts.emplace_back().seq = 1;
    unreadable.facts.back().encoded = "no fact";
    const auto* one = &unreadable;
    REQUIRE((**opened).append({&one, 1}).has_value());
  }
  const auto found = check_data(data, false, nobody);
  REQUIRE(verdicts(found).ends_with("fail contents; "));
  CHECK(found.back().detail.find("position 1 of the log") != std::string::npos);
  CHECK(found.back().remedy.find("restore") != std::string::npos);

  const auto file = storage::database_file(data);
  std::filesystem::resize_file(file, 0);
  CHECK(verdicts(check_data(data, false, nobody)) == "fail data directory; ");
  std::filesystem::remove(file);
  CHECK(verdicts(check_data(data, false, nobody)) == "fail data directory; ");

  auto status = boost::json::parse(R"({"ready":true,"version":"1","data_seq":9,"refuses_because":null})").as_object();
  CHECK(verdicts(check_status(status, {})) == "ok hub; ");
  status["refuses_because"] = "too little free space";
  CHECK(verdicts(check_status(status, {})) == "ok hub; fail taking in; ");
}

TEST_CASE("the doctor fails for a hub that was named and does not answer, and not for one that stands still",
          "[app][doctor]") {
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  outside nowhere;
  nowhere.ask = [](const place&) -> result<std::unique_ptr<client>> { return fail("server-unreachable", "nobody"); };
  const scratch_file beside("beside", "");
  const auto data = (beside.folder.path() / "data").string();
  REQUIRE(storage::store::open(data).has_value());
  CHECK(run({"doctor", "--data", data}, c, nowhere) == exit_code::ok);
  CHECK(out.str().find("warn  hub ") != std::string::npos);
  out.str("");
  CHECK(run({"doctor", "--data", data, "--server", "http://a", "--json"}, c, nowhere) == exit_code::failed);
  const auto all = boost::json::parse(out.str()).at("findings").as_array();
  CHECK(all.back().at("state") == "fail");
  CHECK(all.back().at("what") == "hub");
  CHECK(err.str().empty());
}

TEST_CASE("a data directory that somebody names and that holds no hub is a failure", "[app][doctor]") {
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  outside nowhere;
  nowhere.ask = [](const place&) -> result<std::unique_ptr<client>> { return fail("server-unreachable", "nobody"); };
  CHECK(run({"doctor", "--data", "no/such"}, c, nowhere) == exit_code::failed);
  CHECK(out.str().find("fail  data directory  no/such does not exist; ") != std::string::npos);
  const auto nobody = [](std::int64_t, std::int64_t) {};
  CHECK(verdicts(check_data("no/such", false, nobody)) == "warn data directory; ");
  const scratch_file other("other", "");
  const auto found = check_data(other.folder.path().string(), true, nobody);
  CHECK(verdicts(found) == "fail data directory; ");
  CHECK(found.at(0).detail.ends_with(" holds no store"));
}

TEST_CASE("the doctor says that a store is damaged, and opens none that would end it", "[app][doctor]") {
  const scratch_file beside("beside", "");
  const auto data = (beside.folder.path() / "data").string();
  {
    const auto opened = storage::store::open(data);
    REQUIRE(opened.has_value());
    storage::commit unreadable;
    unreadable.facts.emplace_back().seq = 1;
    unreadable.facts.back().encoded = "no fact";
    const auto* one = &unreadable;
    REQUIRE((**opened).append({&one, 1}).has_value());
  }
  outside world;
  bool opened = false;
  world.ask = [&](const place& where) -> result<std::unique_ptr<client>> {
    opened = opened || !where.data.empty();
    return fail("server-unreachable", "nobody");
  };
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  CHECK(run({"doctor", "--data", data}, c, world) == exit_code::failed);
  CHECK(out.str().find("fail  contents ") != std::string::npos);
  CHECK(out.str().find("'convhub restore' puts a backup in its place") != std::string::npos);
  out.str("");
  CHECK(run({"doctor", "--data", data, "--json"}, c, world) == exit_code::failed);
  CHECK(boost::json::parse(out.str()).at("findings").as_array().size() > 5);
  CHECK_FALSE(opened);
}

TEST_CASE("the doctor tells a hub that listens elsewhere from one that stands still", "[app][doctor]") {
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  outside elsewhere;
  elsewhere.ask = [](const place& where) -> result<std::unique_ptr<client>> {
    return where.data.empty() ? fail("server-unreachable", "nobody") : fail("data-locked", "another uses it");
  };
  run({"doctor", "--data", "no/such"}, c, elsewhere);
  CHECK(out.str().find("but one has no/such open; --server says where that one listens") != std::string::npos);
}

TEST_CASE("the doctor sees what waits in a data directory whose hub stands still", "[app][doctor]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"data":[{"source":"shop"}],"next_cursor":null})"),
                 answer_of(200, R"({"data":[{"kind":"refund"}],"next_cursor":null})")};
  auto world = hub.world();
  world.ask = [recorded = world.ask](const place& where) -> result<std::unique_ptr<client>> {
    if (where.data.empty()) return fail("server-unreachable", "nobody");
    return recorded(where);
  };
  std::ostringstream out, err;
  console c{out, err, {}, {}};
  run({"doctor", "--data", "no/such"}, c, world);
  CHECK(hub.opened.at(0).data == "no/such");
  CHECK(out.str().find("warn  quarantine ") != std::string::npos);
  CHECK(out.str().find("1 waits for its sale") != std::string::npos);
}

TEST_CASE("the doctor looks for the hub where its settings let it listen and tells of its sources", "[app][doctor]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"ready":true,"version":"0.1.0","data_seq":7})"),
                 answer_of(200, source("hubspot", "stopped"))};
  const session s(hub, {"doctor", "--data", "no/such"});
  CHECK(s.code == exit_code::failed);
  CHECK(hub.opened.at(0).server == "http://127.0.0.1:8787");
  CHECK(s.out.str().find("fail  source hubspot") != std::string::npos);
}

TEST_CASE("the doctor that is told of a server and nothing else looks at that alone", "[app][doctor]") {
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"ready":true,"version":"0.1.0","data_seq":7})"),
                 answer_of(200, R"({"sources":[]})"), answer_of(200, R"({"data":[],"next_cursor":null})")};
  const session s(hub, {"doctor", "--server", "http://a"});
  CHECK(s.code == exit_code::ok);
  CHECK(s.out.str() ==
        "ok    hub         version 0.1.0, position 7 of the log\nok    sources     none is pulled\n"
        "ok    quarantine  nothing waits\n"
        "ok    refunds     each has its sale\n");
  CHECK(hub.asked[2].target == "/v1/quarantine?limit=1000");
  CHECK(hub.asked.back().target == "/v1/adjustments?note=over-refund&limit=1000");
}

TEST_CASE("the doctor asks for a key where the hub does, and sends the one of its file", "[app][doctor]") {
  recorded_hub hub;
  hub.answers = {answer_of(401, R"({"title":"Unauthorized","detail":"no key came with the request"})")};
  const session s(hub, {"doctor", "--data", "no/such", "--key-file", "owner.key"});
  CHECK(s.code == exit_code::failed);
  CHECK(hub.opened.at(0).key_file == "owner.key");
  CHECK(s.out.str().find("name a key with the scope read by --key-file or CONVHUB_KEY") != std::string::npos);
  hub.answers = {answer_of(401, R"({"title":"Unauthorized","detail":"no key came with the request"})")};
  CHECK(session(hub, {"status"}).err.str().ends_with("; commands take a key from --key-file FILE or CONVHUB_KEY\n"));
}
