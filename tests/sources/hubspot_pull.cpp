#include "sources/pull/hubspot_pull.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "domain/crm_words.hpp"
#include "tests/sources/pull_portal.hpp"

using namespace hub;
using namespace hub::sources;
using hub::told::portal;

namespace {

constexpr std::int64_t noon_ms = 1'770'000'000'000;
constexpr instant now = (noon_ms + 3'600'000) * 1000;

/// What came of a pull: the latest time told of each deal, the contacts told of it, and where to go on.
struct pulled {
  std::map<std::string, std::int64_t> deals;
  std::map<std::string, std::set<std::string>> contacts;
  std::set<std::string> archived, people;
  std::vector<std::string> noticed;
  std::string cursor;
  int steps = 0;

  void take(const fact_body& fact) {
    const auto* change = std::get_if<crm_change>(&fact);
    REQUIRE(change != nullptr);
    if (change->object == crm_object::contact) return void(people.insert(change->record));
    auto& latest = deals[change->record];
    latest = std::max(latest, change->occurred_at / 1000);
    for (const auto& property : change->properties) {
      if (property.name == crm::archived && property.value == "true") archived.insert(change->record);
      if (property.name.starts_with(crm::contact))
        contacts[change->record].insert(property.name.substr(crm::contact.size()));
    }
  }
  void take(const pull_step& step) {
    for (const auto& item : step.page.items) take(std::get<fact_body>(item));
    for (const auto& companion : step.page.companions) take(companion.fact);
    for (const auto& why : step.noticed) noticed.push_back(why.code);
    if (step.cursor) cursor = *step.cursor;
  }
};

using meanwhile = std::function<void(portal&, int)>;

/// Pulls until the source is read up, or *stop_after* requests were answered.
void run(portal& from, pulled& into, const meanwhile& change = {}, int stop_after = 100'000, hubspot_wanted wanted = {},
         instant at = now, hubspot_pull_settings settings = {}) {
  hubspot_pull pull(std::move(settings), hubspot_cursor_of(into.cursor).value(), std::move(wanted));
  auto step = pull.first(at);
  for (int i = 0; step.next && i < stop_after; ++i) {
    const auto answer = from.answer(*step.next);
    if (change) change(from, i);
    step = pull.next(answer);
    REQUIRE_FALSE(step.trouble);
    into.take(step);
    ++into.steps;
  }
}

portal full_of(int count, std::int64_t apart_ms) {
  portal p;
  for (int i = 1; i <= count; ++i) p.deals[1000 + i] = {noon_ms + i * apart_ms, {std::to_string(7000 + i % 50)}};
  return p;
}

/// Everything that the portal shows now was told as it is now.
void check_complete(const portal& p, const pulled& got) {
  for (const auto& [id, deal] : p.deals) {
    INFO("deal " << id);
    const auto found = got.deals.find(std::to_string(id));
    REQUIRE(found != got.deals.end());
    REQUIRE(found->second == deal.changed_ms);
  }
}

}  // namespace

TEST_CASE("a pull takes every deal with its contacts, and a second one only the last minutes again",
          "[sources][pull][hubspot]") {
  auto p = full_of(1234, 1000);
  p.deals[1001].contacts.clear();
  pulled got;
  run(p, got);
  check_complete(p, got);
  CHECK(got.people.size() == 50);
  CHECK(got.contacts["1002"] == std::set<std::string>{"7002"});
  CHECK_FALSE(got.contacts.contains("1001"));
  CHECK(got.noticed.empty());
  pulled again;
  again.cursor = got.cursor;
  run(p, again);
  CHECK(again.deals.size() == 301);  // those of the overlap of five minutes
  CHECK(hubspot_cursor_of(again.cursor).value().since == hubspot_cursor_of(got.cursor).value().since);
}

TEST_CASE("25,000 deals that changed in one moment all come, each once", "[sources][pull][hubspot]") {
  auto p = full_of(25'000, 0);
  pulled got;
  run(p, got);
  check_complete(p, got);
  CHECK(p.asked["deals"] == 500);
  CHECK(p.asked["search"] == 254);
  CHECK(got.noticed.empty());
}

TEST_CASE("deals that change while they are read are not lost, and push no other out", "[sources][pull][hubspot]") {
  rc::check([](unsigned) {
    portal p = full_of(*rc::gen::inRange(0, 700), *rc::gen::element(0, 0, 1, 40));
    std::int64_t clock = noon_ms + 1'000'000;
    pulled got;
    run(
        p, got,
        [&](portal& changing, int) {
          if (changing.deals.empty()) return;
          for (int n = *rc::gen::inRange(0, 3); n > 0; --n) {
            auto at = changing.deals.lower_bound(1000 + *rc::gen::inRange(0, 700));
            if (at == changing.deals.end()) at = changing.deals.begin();
            at->second.changed_ms = clock += *rc::gen::inRange(0, 2);
          }
        },
        40);
    run(p, got);  // the pull goes on at its cursor, after a restart in its middle
    check_complete(p, got);
  });
}

TEST_CASE("a first pull begins where it is told, and one after a long standstill where the last one ended",
          "[sources][pull][hubspot]") {
  auto p = full_of(300, 1000);
  pulled got;
  run(p, got, {}, 100'000, {}, now, {.from = (noon_ms + 100 * 1000) * 1000});
  CHECK_FALSE(got.deals.contains("1099"));
  CHECK(got.deals.contains("1100"));
  p.deals[9000] = {noon_ms + 400'000, {}};
  run(p, got, {}, 100'000, {}, now, {.from = (noon_ms + 500 * 1000) * 1000});
  CHECK(got.deals.contains("9000"));
}

TEST_CASE("a deal that the search shows late comes with the next pull", "[sources][pull][hubspot]") {
  auto p = full_of(300, 1000);
  p.deals[1290].hidden = true;
  pulled got;
  run(p, got);
  CHECK_FALSE(got.deals.contains("1290"));
  p.deals[1290].hidden = false;
  p.deals[9000] = {noon_ms + 400'000, {}};
  run(p, got);
  check_complete(p, got);
}

TEST_CASE("however long a run takes, what was late when it began comes with the next", "[sources][pull][hubspot]") {
  auto p = full_of(300, 1000);
  p.deals[1290].hidden = true;
  const auto began = (noon_ms + 350'000) * 1000;
  pulled got;
  run(p, got, {}, 18, {}, began);  // reads past the hidden deal, then stands still for an hour
  CHECK(got.deals.contains("1295"));
  p.deals[9000] = {noon_ms + 3'600'000, {}};
  run(p, got, {}, 100'000, {}, began + hour_us);
  CHECK_FALSE(got.deals.contains("1290"));
  p.deals[1290].hidden = false;
  run(p, got, {}, 100'000, {}, began + 2 * hour_us);
  check_complete(p, got);
}

TEST_CASE("archived deals are told as deleted, those archived between search and read too",
          "[sources][pull][hubspot]") {
  auto p = full_of(250, 1000);
  p.deals[1005].archived = true;
  pulled got;
  run(p, got, [](portal& changing, int i) {
    if (i == 1) changing.deals[1050].archived = true;
  });
  CHECK(got.archived == std::set<std::string>{"1005", "1050"});
  CHECK(p.asked["archived"] == 1);
  run(p, got, {}, 100'000, {}, now + hour_us);
  CHECK(p.asked["archived"] == 1);
  run(p, got, {}, 100'000, {}, now + 7 * hour_us);
  CHECK(p.asked["archived"] == 2);
}

TEST_CASE("many archived deals come page by page", "[sources][pull][hubspot]") {
  auto p = full_of(250, 1000);
  for (auto& [id, deal] : p.deals) deal.archived = true;
  pulled got;
  run(p, got);
  CHECK(got.archived.size() == 250);
  CHECK(p.asked["archived"] == 3);
}

TEST_CASE("a deal that vanished altogether is noticed and stops nothing", "[sources][pull][hubspot]") {
  auto p = full_of(5, 1000);
  pulled got;
  run(p, got, [](portal& changing, int i) {
    if (i == 1) changing.deals.erase(1003);
  });
  CHECK(got.deals.size() == 4);
  CHECK(got.noticed == std::vector<std::string>{"deal-not-found", "deals-missing"});
}

TEST_CASE("records that webhooks left unclear are looked up first, and move no cursor", "[sources][pull][hubspot]") {
  auto p = full_of(3, 1000);
  p.deals[5] = {noon_ms - day_us / 1000, {"7100"}};
  pulled first;
  hubspot_pull pull({.from = noon_ms * 1000}, {}, {{"5"}, {"7200"}});
  auto step = pull.first(now);
  while (step.next && p.asked["search"] == 0) {
    first.take(step);
    step = pull.next(p.answer(*step.next));
  }
  CHECK(first.deals.size() == 1);
  CHECK(first.people == std::set<std::string>{"7100", "7200"});
  CHECK(first.cursor.empty());
}

TEST_CASE("a run that came short of what HubSpot counted is read once more", "[sources][pull][hubspot]") {
  auto p = full_of(350, 1000);
  pulled got;
  bool skipped = false;
  run(p, got, [&](portal& changing, int i) {
    // The page behind the first hundred is left out once.
    for (auto& [id, deal] : changing.deals) deal.hidden = !skipped && p.asked["search"] == 1 && id > 1100 && id <= 1200;
    skipped = i > 30;
  });
  CHECK(got.noticed == std::vector<std::string>{"deals-missing"});
  CHECK(got.deals.size() == 250);
  for (auto& [id, deal] : p.deals) deal.hidden = false;
  run(p, got);
  check_complete(p, got);
  CHECK_FALSE(hubspot_cursor_of(got.cursor).value().repeated);
}

TEST_CASE("an answer that cannot be true is asked for again and changes nothing", "[sources][pull][hubspot]") {
  auto p = full_of(250, 1000);
  hubspot_pull pull({}, {});
  auto step = pull.first(now);
  step = pull.next(p.answer(*step.next));  // pipelines
  const auto search = *step.next;
  const auto good = p.answer(search);
  const auto refuses = [&](fetch_answer answer, std::string_view code) {
    const auto refused = pull.next(answer);
    REQUIRE(refused.trouble);
    CHECK(refused.trouble->why.code == code);
    CHECK(refused.page.items.empty());
    CHECK_FALSE(refused.cursor);
    CHECK(*refused.next == search);
  };
  for (std::size_t cut = 0; cut < good.body.size(); cut += 97) {
    auto truncated = good;
    truncated.body.resize(cut);
    refuses(truncated, "answer-unreadable");
  }
  refuses({200, {}, "<html>Bad gateway</html>", 0}, "answer-unreadable");
  refuses({200, {}, "{\"total\":250,\"results\":[]}", 0}, "search-short");
  refuses({200, {}, "{\"results\":[]}", 0}, "answer-unreadable");
  refuses({502, {}, "<html>", 0}, "platform-failed");
  step = pull.next(good);
  CHECK_FALSE(step.trouble);
  for (int i = 0; i < 4; ++i) step = pull.next(p.answer(*step.next));  // deals twice, links, people
  REQUIRE(step.cursor);
  REQUIRE(step.next->url.ends_with("/search"));
  const auto second = *step.next;
  const auto looped = pull.next(good);  // the first page again
  REQUIRE(looped.trouble);
  CHECK(looped.trouble->why.code == "search-unsorted");
  CHECK(*looped.next == second);
}

TEST_CASE("a cursor's text is that cursor again, and other text is refused", "[sources][pull][hubspot]") {
  rc::check([] {
    hubspot_cursor c;
    c.since = *rc::gen::inRange<std::int64_t>(0, noon_ms);
    c.crowded = *rc::gen::arbitrary<bool>();
    if (c.crowded) c.past_id = std::to_string(*rc::gen::inRange(0, 1000));
    c.resting = *rc::gen::arbitrary<bool>();
    c.origin = *rc::gen::inRange<std::int64_t>(0, noon_ms);
    c.total = *rc::gen::inRange(0, 3);
    c.count = c.total == 0 ? 0 : *rc::gen::inRange(0, 3);
    c.repeated = *rc::gen::arbitrary<bool>();
    RC_ASSERT(hubspot_cursor_of(to_text(c)).value() == c);
  });
  CHECK(hubspot_cursor_of("yesterday").error().code == "cursor-unreadable");
  CHECK(hubspot_cursor_of("[1]").error().code == "cursor-unreadable");
}

TEST_CASE("pipelines say which stages of one's own are won, lost and open", "[sources][pull][hubspot]") {
  hubspot_pull_settings settings;
  settings.sources.hubspot.lost_stages = {"closedlost", "3"};
  hubspot_pull pull(settings, {});
  auto step = pull.first(now);
  step = pull.next({200,
                    {},
                    R"({"results":[{"id":"9","stages":[
      {"id":"1","metadata":{"isClosed":"false","probability":"0.2"}},
      {"id":"2","metadata":{"isClosed":"true","probability":"1.0"}},
      {"id":"3","metadata":{"isClosed":"true","probability":"1.0"}},
      {"id":"4","metadata":{"isClosed":"true","probability":"0.0"}}]}]})",
                    0});
  step = pull.next({200,
                    {},
                    R"({"total":1,"results":[{"id":"5","properties":{"hs_lastmodifieddate":"2026-02-01T00:00:00Z"}}]})",
                    0});
  std::string history;
  for (int i = 1; i <= 5; ++i)
    history += std::string(i == 1 ? "" : ",") + R"({"timestamp":"2026-01-0)" + std::to_string(i) +
               R"(T00:00:00Z","value":")" + std::to_string(i) + R"("})";
  step = pull.next({200,
                    {},
                    R"({"results":[{"id":"5","properties":{"dealstage":"1"},"updatedAt":"2026-02-01T00:00:00Z",
      "propertiesWithHistory":{"dealstage":[)" +
                        history + "]}}]}",
                    0});
  step = pull.next({200, {}, R"({"status":"COMPLETE","results":[]})", 0});
  std::map<std::string, std::string> meanings;
  for (const auto& companion : step.page.companions) {
    const auto& change = std::get<crm_change>(companion.fact);
    for (const auto& property : change.properties)
      if (property.name == crm::stage) meanings[format_instant(change.occurred_at).substr(0, 10)] = property.value;
  }
  CHECK(meanings == std::map<std::string, std::string>{{"2026-01-01", "open"},
                                                       {"2026-01-02", "won"},
                                                       {"2026-01-03", "lost"},
                                                       {"2026-01-04", "lost"},
                                                       {"2026-01-05", "unknown"}});
}
