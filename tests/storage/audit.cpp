// Decisions and quarantined items travel in the same transaction as the facts they belong to.
#include <algorithm>
#include <array>
#include <random>

#include "storage/decision_lookup.hpp"
#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

decision moved(const key128& event, std::uint64_t seq, merge_rule rule) {
  decision made;
  made.seq = seq;
  made.at = static_cast<instant>(seq) * second_us;
  made.rule = rule;
  made.event = event;
  made.partner = {7, seq};
  made.before = {0, 0};
  made.after = {UINT64_MAX, 0x8000'0000'0000'0001};
  made.keys = "order_id=Ä-1";
  made.distance_us = -3;
  made.source = "shop";
  made.matched_source = "crm";
  return made;
}

void check_same(const decision& read, const decision& written) {
  CHECK(read.seq == written.seq);
  CHECK(read.at == written.at);
  CHECK(read.rule == written.rule);
  CHECK(to_hex(read.event) == to_hex(written.event));
  CHECK(to_hex(read.partner) == to_hex(written.partner));
  CHECK(to_hex(read.before) == to_hex(written.before));
  CHECK(to_hex(read.after) == to_hex(written.after));
  CHECK(read.keys == written.keys);
  CHECK(read.distance_us == written.distance_us);
  CHECK(read.source == written.source);
  CHECK(read.matched_source == written.matched_source);
}

std::vector<std::uint64_t> seqs(const std::vector<decision>& trail) {
  std::vector<std::uint64_t> found;
  for (const auto& made : trail) found.push_back(made.seq);
  return found;
}

quarantined_item refused(std::uint64_t id) {
  quarantined_item item;
  item.id = id;
  item.at = static_cast<instant>(id) * second_us;
  item.source = "manual";
  item.route = "conversions";
  item.errors = {fail("currency-missing", "A value needs a currency.", "/events/0/value"),
                 fail("time-malformed", "Not a time: " + std::to_string(id), "")};
  item.raw = std::string("{\"n\": \0\xff", 8) + std::to_string(id);
  return item;
}

}  // namespace

TEST_CASE("a decision of every rule comes back with every field", "[storage][audit]") {
  const scratch place;
  const auto log = opened(place.data());
  commit made;
  const auto rules = {merge_rule::none,      merge_rule::redelivery, merge_rule::order_key,
                      merge_rule::event_key, merge_rule::fuzzy,      merge_rule::manual};
  for (const auto rule : rules) made.decisions.push_back(moved({1, 1}, made.decisions.size() + 1, rule));
  done(append(*log, made));
  const auto trail = got(reading(place.data())->decisions_of(std::array{key128{1, 1}}));
  REQUIRE(trail.size() == rules.size());
  for (std::size_t i = 0; i < trail.size(); ++i) check_same(trail[i], made.decisions[i]);
}

TEST_CASE("the audit trail holds the asked events alone, oldest first, each row once", "[storage][audit]") {
  const scratch place;
  const auto log = opened(place.data());
  const auto read = reading(place.data());
  const key128 a{5, 1}, same_half{5, 2}, b{6, 1};
  commit made;
  for (const auto& event : {a, b, same_half, a}) {
    made.decisions.push_back(moved(event, made.decisions.size() + 1, merge_rule::fuzzy));
  }
  done(append(*log, made));
  CHECK(seqs(got(read->decisions_of(std::array{a}))) == std::vector<std::uint64_t>{1, 4});
  CHECK(seqs(got(read->decisions_of(std::array{same_half}))) == std::vector<std::uint64_t>{3});
  CHECK(seqs(got(read->decisions_of(std::array{b, a, a}))) == std::vector<std::uint64_t>{1, 2, 4});
  CHECK(got(read->decisions_of(std::array{key128{5, 3}})).empty());
  CHECK(got(read->decisions_of({})).empty());

  commit later;
  later.decisions.push_back(moved(a, 9, merge_rule::manual));
  done(append(*log, later));
  CHECK(seqs(got(read->decisions_of(std::array{a}))) == std::vector<std::uint64_t>{1, 4, 9});
  CHECK(seqs(got(reading(place.data())->decisions_of(std::array{a}))) == std::vector<std::uint64_t>{1, 4, 9});
}

TEST_CASE("the lookup of decisions finds the rows of every event, however the trail was followed", "[storage][audit]") {
  std::mt19937_64 random(1);
  decision_lookup lookup;
  std::vector<std::vector<std::int64_t>> rows(1000);
  for (std::int64_t row = 1; row <= 20'000; ++row) {
    const auto event = random() % rows.size();
    rows[event].push_back(row);
    lookup.add(event, row);
    if (random() % 100 == 0) lookup.settle();
  }
  CHECK(lookup.last_row() == 20'000);
  for (std::size_t event = 0; event < rows.size(); ++event) {
    if (lookup.find(event) != rows[event]) FAIL("event " << event << " has other rows");
  }
  CHECK(lookup.find(1000).empty());
}

TEST_CASE("quarantined items keep their reasons in order and their text byte for byte", "[storage][quarantine]") {
  const scratch place;
  const auto log = opened(place.data());
  commit made;
  made.quarantined = {refused(1), refused(2), refused(3)};
  made.quarantined[1].errors.clear();
  done(append(*log, made));
  CHECK(log->last_reject() == 3);
  const auto page = got(reading(place.data())->quarantine_page({}, false, 0, 10));
  REQUIRE(page.size() == 3);
  CHECK(page[0].id == 3);
  CHECK(page[1].errors.empty());
  const auto& oldest = page[2];
  CHECK(oldest.id == 1);
  CHECK(oldest.at == second_us);
  CHECK(oldest.source == "manual");
  CHECK(oldest.route == "conversions");
  CHECK((oldest.errors == refused(1).errors));
  CHECK((oldest.raw == refused(1).raw));
}

TEST_CASE("the quarantine is paged from the newest and numbering goes on after a restart", "[storage][quarantine]") {
  const scratch place;
  commit made;
  for (std::uint64_t id = 1; id <= 5; ++id) made.quarantined.push_back(refused(id));
  done(append(*opened(place.data()), made));
  {
    const auto log = opened(place.data());
    REQUIRE(log->last_reject() == 5);
    commit sixth;
    sixth.quarantined.push_back(refused(6));
    done(append(*log, sixth));
    CHECK(refusal(append(*log, sixth)) == "store-order");
  }
  const auto read = reading(place.data());
  std::vector<std::uint64_t> ids;
  for (std::uint64_t before = 0;;) {
    const auto page = got(read->quarantine_page({}, false, before, 4));
    if (page.empty()) break;
    for (const auto& item : page) ids.push_back(item.id);
    before = ids.back();
  }
  CHECK(ids == std::vector<std::uint64_t>{6, 5, 4, 3, 2, 1});
  CHECK((got(read->counts()) == log_counts{0, 0, 6}));
}

TEST_CASE("when one part of a commit is refused its facts, decisions and rejects all stay out", "[storage]") {
  const scratch place;
  const auto log = opened(place.data());
  auto made = numbered_facts(0, 2);
  made.decisions.push_back(moved({1, 1}, 1, merge_rule::fuzzy));
  made.quarantined.push_back(refused(2));  // the first must be 1
  CHECK(refusal(append(*log, made)) == "store-order");
  const auto read = reading(place.data());
  CHECK((got(read->counts()) == log_counts{}));
  made.quarantined.front().id = 1;
  done(append(*log, made));
  CHECK((got(read->counts()) == log_counts{2, 1, 1}));
}
