// A dry run decides as dedup would and leaves nothing behind.
#include "actors/rehearsal.hpp"

#include <catch2/catch.hpp>

#include "hub_on_stage.hpp"
#include "messages/errors.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

/// A log that can hold its answer back, as one of millions of facts does.
struct log_script {
  std::vector<sealed_fact> facts;
  bool failing = false;
  bool hold = false;
  std::vector<caf::typed_response_promise<facts_reply>> held;
};

using scripted_log_actor = archive_actor::extend<takes<let_go>>;

scripted_log_actor::behavior_type scripted_log(scripted_log_actor::pointer self, std::shared_ptr<log_script> script) {
  return {
      [](const facts_request&) { return facts_reply{}; },
      [self, script](const log_request& r) -> caf::result<facts_reply> {
        if (script->failing) return caf::make_error(actor_errc::unavailable);
        facts_reply reply;
        for (const auto& fact : script->facts)
          if (fact.seq > r.after) reply.facts.push_back(fact);
        auto promise = self->make_response_promise<facts_reply>();
        if (script->hold)
          script->held.push_back(promise);
        else
          promise.deliver(std::move(reply));
        return promise;
      },
      [](const quarantine_request&) { return quarantine_answer{}; },
      [](const sync_mark_request& r) {
        return sync_mark_reply{{r.source}, {}};
      },
      [](const decisions_request&) { return decisions_reply{}; },
      [script](let_go) {
        script->hold = false;
        for (auto& promise : std::exchange(script->held, {})) promise.deliver(facts_reply{});
      },
  };
}

struct dry_stage : stage {
  std::shared_ptr<log_script> script = std::make_shared<log_script>();
  scripted_log_actor archive = system.spawn(scripted_log, script);
  rehearsal_actor rehearsal = spawn_rehearsal(system, {{}, archive});

  dry_stage() {
    script->facts = {purchase("o1", "ann", "A-1")};
    script->facts[0].seq = 1;
  }
  ~dry_stage() {
    caf::anon_send_exit(rehearsal, caf::exit_reason::kill);
    caf::anon_send_exit(archive, caf::exit_reason::kill);
    settle();
  }

  std::optional<ingest_receipt> rehearse(std::vector<sealed_fact> facts, std::string session = {}, bool last = true) {
    auto batch = batch_of(std::move(facts));
    batch.compare = true;
    return ask<ingest_receipt>(rehearsal, rehearsal_request{std::move(batch), std::move(session), last});
  }
  std::optional<ingest_receipt> ask_for_part(std::uint64_t part, std::vector<sealed_fact> facts, bool last = false) {
    return ask<ingest_receipt>(rehearsal, rehearsal_request{batch_of(std::move(facts)), "import-7", last, part});
  }
};

}  // namespace

TEST_CASE("a dry run knows what is stored and stores nothing", "[actors][rehearsal]") {
  dry_stage on;
  for (int i = 0; i < 2; ++i) {
    const auto receipt = on.rehearse({purchase("x1", "", "A-1", "shop"), purchase("o2", "ben", "A-2")});
    REQUIRE(receipt);
    CHECK(receipt->results[0].status == item_status::merged);
    CHECK(receipt->results[0].rule == merge_rule::order_key);
    CHECK(receipt->results[1].status == item_status::accepted);
  }
}

TEST_CASE("the batches of one dry run know each other, and the next dry run knows none of them",
          "[actors][rehearsal]") {
  dry_stage on;
  REQUIRE(on.rehearse({purchase("o2", "ben", "A-2")}, "import-7", false));
  const auto second = on.rehearse({purchase("x2", "", "A-2", "shop")}, "import-7", true);
  REQUIRE(second);
  CHECK(second->results[0].status == item_status::merged);
  CHECK(on.rehearse({purchase("x2", "", "A-2", "shop")}, "import-8")->results[0].status == item_status::accepted);
}

TEST_CASE("items that cannot be read keep their place and their errors in a dry run", "[actors][rehearsal]") {
  dry_stage on;
  auto batch = batch_of({purchase("o1", "ann", "A-1")});
  ingest_item bad;
  bad.errors = {fail("currency-missing", "give a currency", "/0/currency")};
  batch.items.insert(batch.items.begin(), bad);
  const auto answer = on.ask<ingest_receipt>(on.rehearsal, rehearsal_request{batch, {}, true});
  REQUIRE(answer);
  const auto* receipt = &*answer;
  CHECK(receipt->results[0].status == item_status::rejected);
  CHECK(receipt->results[0].errors.at(0).code == "currency-missing");
  CHECK(receipt->results[0].reject == 0);
  CHECK(receipt->results[1].status == item_status::duplicate);
}

TEST_CASE("a second dry run is refused until the first is over or has fallen silent", "[actors][rehearsal]") {
  dry_stage on;
  REQUIRE(on.rehearse({purchase("o2", "ben")}, "import-7", false));
  for (const auto* session : {"import-8", ""}) {
    CHECK_FALSE(on.rehearse({purchase("o3", "cleo")}, session));
    CHECK(on.refusal == actor_errc::unavailable);
  }
  on.scheduler().advance_time(std::chrono::seconds(61));
  on.settle();
  CHECK(on.rehearse({purchase("o3", "cleo")}, "import-8"));
}

TEST_CASE("batches that come while the log is read are decided in their order", "[actors][rehearsal]") {
  dry_stage on;
  on.script->hold = true;
  CHECK_FALSE(on.rehearse({purchase("o2", "ben", "A-2")}, "import-7", false));
  CHECK_FALSE(on.rehearse({purchase("x2", "", "A-2", "shop")}, "import-7", true));
  REQUIRE(on.script->held.size() == 1);
  caf::anon_send(on.archive, let_go{});
  on.settle();
  CHECK(on.rehearse({purchase("x1", "", "A-1", "shop")})->results[0].status == item_status::merged);
}

TEST_CASE("a dry run that cannot read the log says so and leaves room for the next", "[actors][rehearsal]") {
  dry_stage on;
  on.script->failing = true;
  CHECK_FALSE(on.rehearse({purchase("o2", "ben")}));
  CHECK(on.refusal == actor_errc::unavailable);
  on.script->failing = false;
  CHECK(on.rehearse({purchase("o2", "ben")}));
}

TEST_CASE("a dry run says what a conversion is worth by the reports before one that says something else",
          "[actors][rehearsal]") {
  dry_stage on;
  const auto worth = [](const std::string& id, std::int64_t cents, const std::string& order,
                        const std::string& source) {
    auto told = std::get<conversion_event>(purchase(id, "", order, source).body);
    if (cents != 0)
      told.value = money{cents, told.value->currency};
    else
      told.value.reset();
    return seal(told, told.occurred_at);
  };
  const auto receipt = on.rehearse({worth("x1", 9'000, "A-1", "shop"),  // against what is stored
                                    worth("x2", 500, "A-2", "manual"),  // new
                                    worth("x3", 700, "A-2", "shop"),    // against the row above
                                    worth("x4", 500, "A-2", "crm"),     // as trusted as the first says
                                    worth("x5", 0, "A-2", "hubspot")},  // says nothing
                                   "import-7", false);
  REQUIRE(receipt);
  const auto eur = parse_currency("EUR").value();
  REQUIRE(receipt->otherwise.size() == 5);
  REQUIRE(receipt->otherwise[0]);
  CHECK(receipt->otherwise[0]->value == money{10'000, eur});
  CHECK_FALSE(receipt->otherwise[1]);
  REQUIRE(receipt->otherwise[2]);
  CHECK(receipt->otherwise[2]->value == money{500, eur});
  CHECK_FALSE(receipt->otherwise[3]);
  CHECK_FALSE(receipt->otherwise[4]);
  const auto later = on.rehearse({worth("x6", 900, "A-2", "anytrack")}, "import-7", true);  // against a batch before
  REQUIRE(later);
  REQUIRE(later->otherwise.at(0));
  CHECK(later->otherwise[0]->value == money{500, eur});
}

TEST_CASE("what says that it happened long after it came is told so", "[actors][rehearsal]") {
  dry_stage on;
  const auto dated = [](const std::string& id, instant ahead) {
    auto told = std::get<conversion_event>(purchase(id, "", id, "shop").body);
    const auto came = told.occurred_at - ahead;
    return seal(std::move(told), came);
  };
  const auto receipt = on.rehearse({dated("x1", 25 * hour_us), dated("x2", 24 * hour_us)}, "dates", true);
  REQUIRE(receipt);
  CHECK(receipt->results[0].dated_ahead);
  CHECK_FALSE(receipt->results[1].dated_ahead);
}

TEST_CASE("a numbered batch that is sent again is answered as before, also once the dry run is over",
          "[actors][rehearsal]") {
  dry_stage on;
  for (int i = 0; i < 2; ++i) {
    const auto first = on.ask_for_part(1, {purchase("o2", "ben", "A-2")});
    REQUIRE(first);
    CHECK(first->results.at(0).status == item_status::accepted);
  }
  for (int i = 0; i < 2; ++i) {
    const auto last = on.ask_for_part(2, {purchase("x2", "", "A-2", "shop")}, true);
    REQUIRE(last);
    CHECK(last->results.at(0).status == item_status::merged);
  }
}

TEST_CASE("a batch that was sent again while the log is read is decided over once", "[actors][rehearsal]") {
  dry_stage on;
  on.script->hold = true;
  CHECK_FALSE(on.ask_for_part(1, {purchase("o2", "ben", "A-2")}));
  CHECK_FALSE(on.ask_for_part(1, {purchase("o2", "ben", "A-2")}));
  caf::anon_send(on.archive, let_go{});
  on.settle();
  const auto again = on.ask_for_part(1, {purchase("o2", "ben", "A-2")});
  REQUIRE(again);
  CHECK(again->results.at(0).status == item_status::accepted);
}

TEST_CASE("a dry run that is not there any more is not gone on with as if it were new", "[actors][rehearsal]") {
  dry_stage on;
  CHECK_FALSE(on.ask_for_part(2, {purchase("o3", "cleo")}));
  CHECK(on.refusal == actor_errc::forgotten);
  REQUIRE(on.ask_for_part(1, {purchase("o2", "ben")}));
  on.scheduler().advance_time(std::chrono::seconds(61));
  on.settle();
  CHECK_FALSE(on.ask_for_part(2, {purchase("o3", "cleo")}));
  CHECK(on.refusal == actor_errc::forgotten);
  CHECK(on.ask_for_part(1, {purchase("o3", "cleo")}));
}
