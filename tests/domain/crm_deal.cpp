#include "domain/crm_deal.hpp"

#include <catch2/catch.hpp>

#include "crm_told.hpp"

using namespace hub;
using namespace hub::told;

namespace {

constexpr instant won_time = start + day_us;
using changes = std::vector<crm_change>;

crm_record record_of(const changes& told) {
  crm_record record("hubspot", crm_object::deal, "d1");
  for (const auto& c : told) record.tell(c);
  return record;
}
std::vector<deal_turn> turns_of(const changes& told) { return deal_turns(record_of(told)); }

conversion_event conversion_of(const changes& told) {
  const auto record = record_of(told);
  return deal_conversion(record, deal_turns(record)).value();
}
std::vector<std::string> gaps_of(const changes& told) {
  const auto record = record_of(told);
  return deal_gaps(record, deal_turns(record));
}

crm_change stage(instant at, const char* value) { return deal("d1", at, {said(crm::stage, value)}); }
crm_change told_won(instant at, const char* value) { return deal("d1", at, {said(crm::closed_won, value)}); }
crm_change word(instant at, std::string_view name, std::string value) {
  return deal("d1", at, {said(name, std::move(value))});
}

const auto won = stage(won_time, "won");
using turns = std::vector<deal_turn>;

}  // namespace

TEST_CASE("a deal stands from the first word of its win to its loss, and again when it is won again", "[domain][crm]") {
  CHECK(turns_of({stage(1, "open")}).empty());
  CHECK(turns_of({stage(1, "open"), stage(5, "won"), stage(7, "lost"), stage(9, "won")}) ==
        turns{{5, true}, {7, false}, {9, true}});
  CHECK(turns_of({stage(9, "won"), stage(7, "lost"), stage(5, "won"), stage(6, "won")}) ==
        turns{{5, true}, {7, false}, {9, true}});
}

TEST_CASE("a deleted deal does not stand until it is restored", "[domain][crm]") {
  CHECK(turns_of({stage(5, "won"), word(7, crm::archived, "true"), word(9, crm::archived, "false")}) ==
        turns{{5, true}, {7, false}, {9, true}});
}

TEST_CASE("a deal merged into another does not stand any more", "[domain][crm]") {
  CHECK(turns_of({stage(5, "won"), word(7, crm::merged_into, "d2"), stage(9, "won")}) == turns{{5, true}, {7, false}});
}

TEST_CASE("of the CRM's verdict and the stage the later counts, at one moment the verdict", "[domain][crm]") {
  CHECK(turns_of({told_won(5, "true"), stage(7, "lost")}) == turns{{5, true}, {7, false}});
  CHECK(turns_of({stage(5, "lost"), told_won(5, "true")}) == turns{{5, true}});
  CHECK(turns_of({stage(5, "won"), told_won(5, "false")}).empty());
}

TEST_CASE("a stage that the settings do not know says nothing of a win", "[domain][crm]") {
  CHECK(turns_of({told_won(5, "true"), stage(7, "unknown")}) == turns{{5, true}});
  CHECK(gaps_of({stage(7, "unknown")}) == std::vector<std::string>{"state"});
}

TEST_CASE("a deal of which nobody ever said that it was won is no conversion", "[domain][crm]") {
  const auto record = record_of({stage(1, "open"), word(2, crm::amount, "5")});
  CHECK_FALSE(deal_conversion(record, deal_turns(record)));
}

TEST_CASE("a deal called won that never stood is kept, but no outcome", "[domain][crm]") {
  CHECK_FALSE(conversion_of({stage(5, "won"), told_won(5, "false")}).outcome);
}

TEST_CASE("a conversion has the amount and close date that the CRM said last while the deal first stood",
          "[domain][crm]") {
  changes told{won, word(won_time, crm::amount, "100.00"), word(won_time, crm::currency, "EUR"),
               word(won_time, crm::closed_at, format_instant(won_time - hour_us))};
  auto e = conversion_of(told);
  CHECK(e.value == money{10000, eur});
  CHECK(e.occurred_at == won_time - hour_us);
  CHECK(e.external_id == "d1");
  told.push_back(word(won_time + 2 * hour_us, crm::amount, "120.00"));
  CHECK(conversion_of(told).value == money{12000, eur});
  told.push_back(stage(won_time + 3 * hour_us, "lost"));
  told.push_back(word(won_time + 3 * hour_us - 1000, crm::closed_at, format_instant(won_time + 3 * hour_us)));
  told.push_back(word(won_time + 4 * hour_us, crm::amount, "0"));
  e = conversion_of(told);
  CHECK(e.value == money{12000, eur});
  CHECK(e.occurred_at == won_time - hour_us);
  told.push_back(stage(won_time + 5 * hour_us, "won"));
  told.push_back(word(won_time + 5 * hour_us, crm::amount, "90.00"));
  told.push_back(word(won_time + 5 * hour_us, crm::closed_at, format_instant(won_time + 5 * hour_us)));
  CHECK(conversion_of(told) == [&] {
    auto again = e;
    again.updated_at = won_time + 5 * hour_us;
    return again;
  }());
  const auto record = record_of(told);
  CHECK(deal_values(record, deal_turns(record)) ==
        std::vector<std::optional<money>>{money{12000, eur}, money{9000, eur}});
}

TEST_CASE("where all contacts of a deal are told at once, those told only before are no longer its contacts",
          "[domain][crm]") {
  const auto contact_is = [](instant at, const char* id) { return word(at, crm::word(crm::contact, id), "true"); };
  const auto who = [](const changes& told) { return conversion_of(told).identifiers.at(0).value; };
  const auto all_told = [](instant at) { return word(at, crm::contacts, "told"); };
  CHECK(who({won, contact_is(1, "7"), contact_is(2, "8")}) == "7");
  CHECK(who({won, contact_is(1, "7"), contact_is(2, "8"), all_told(2)}) == "8");
  CHECK(who({won, all_told(2), contact_is(2, "8"), contact_is(3, "5")}) == "5");
  CHECK(conversion_of({won, contact_is(1, "7"), all_told(2)}).identifiers.empty());
}

TEST_CASE("what a deal is worth when it is won again counts from then on", "[domain][crm]") {
  truth known;
  known.apply(
      sealed({deal("d1", won_time, {said(crm::stage, "won"), said(crm::amount, "100"), said(crm::currency, "USD")}),
              stage(won_time + 1, "lost"),
              deal("d1", won_time + 2, {said(crm::stage, "won"), said(crm::amount, "90")})}),
      start);
  const auto d = known.conversion(event_key("hubspot", "d1")).value();
  CHECK((d.gross == 9000 && d.net == 9000));
  std::vector<std::pair<std::string, std::int64_t>> entries;
  for (const auto& e : d.ledger) entries.emplace_back(to_string(e.kind), e.amount);
  CHECK(entries == std::vector<std::pair<std::string, std::int64_t>>{
                       {"sale", 10000}, {"reversal", -10000}, {"sale", 10000}, {"adjustment", -1000}});
}

TEST_CASE("an order that two deals tell stands while either does", "[domain][crm]") {
  truth known;
  const auto of_order = [](const char* id, instant at, const char* value) {
    return deal(
        id, at,
        {said(crm::stage, value), said(crm::order_id, "A-1"), said(crm::amount, "100"), said(crm::currency, "USD")});
  };
  known.apply(sealed({of_order("d1", won_time, "won"), of_order("d2", won_time, "won"),
                      deal("d1", won_time + 5, {said(crm::merged_into, "d2")})}),
              start);
  CHECK(known.conversion(event_key("hubspot", "d1"))->net == 10000);
  CHECK(known.conversion_count() == 1);
  known.apply(sealed({of_order("d2", won_time + 9, "lost")}), start);
  CHECK(known.conversion(event_key("hubspot", "d1"))->net == 0);
}

TEST_CASE("an amount told only after the deal was lost is better than none", "[domain][crm]") {
  CHECK(conversion_of({won, stage(won_time + 1, "lost"), word(won_time + 2, crm::amount, "7"),
                       word(won_time + 2, crm::currency, "USD")})
            .value == money{700, usd});
}

TEST_CASE("of two amounts told at one moment after the deal was lost the greater counts", "[domain][crm]") {
  for (const auto* other : {"", "6.00", "0.50"}) {
    CHECK(conversion_of({won, stage(won_time + 1, "lost"), word(won_time + 2, crm::amount, other),
                         word(won_time + 2, crm::amount, "7.00"), word(won_time + 2, crm::currency, "USD")})
              .value == money{700, usd});
  }
}

TEST_CASE("an amount without a currency is no value, and one with the settings' currency is", "[domain][crm]") {
  CHECK_FALSE(conversion_of({won, word(won_time, crm::amount, "100.00")}).value);
  CHECK(conversion_of({won, word(won_time, crm::amount, "100.00"), word(won_time, crm::default_currency, "USD"),
                       word(won_time, crm::currency, "")})
            .value == money{10000, usd});
}

TEST_CASE("a deal without a close date happened when it was won", "[domain][crm]") {
  CHECK(conversion_of({won, stage(won_time + day_us, "won")}).occurred_at == won_time);
}

TEST_CASE("a deal of several contacts is that of the lowest id, and keeps the others' ids", "[domain][crm]") {
  const auto e = conversion_of({won, word(1, "contact:101", "true"), word(2, "contact:99", "true"),
                                word(3, "contact:5", "true"), word(4, "contact:5", "false")});
  REQUIRE(e.identifiers.size() == 1);
  CHECK(e.identifiers[0].value == "99");
  CHECK(e.metadata == R"({"contacts":["99","101"]})");
}

TEST_CASE("a won deal is looked up for what was never told of it", "[domain][crm]") {
  using gaps = std::vector<std::string>;
  CHECK(gaps_of({won}) == gaps{"amount", "contacts"});
  CHECK(gaps_of({won, word(1, crm::amount, "5"), word(1, "contact:5", "true")}) == gaps{"currency"});
  CHECK(gaps_of({won, word(2, crm::whole, "true"), word(1, crm::contacts, "told")}).empty());
  CHECK(gaps_of({won, stage(won_time + 1, "lost")}).empty());
  CHECK(gaps_of({won, word(won_time + 1, crm::archived, "true")}).empty());
  CHECK(gaps_of({word(1, crm::created_at, "2026-01-01T00:00:00Z")}) == gaps{"state"});
}
