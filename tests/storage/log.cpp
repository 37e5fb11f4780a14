// Facts: what was appended is there, once, in order, also after a restart.
#include <array>

#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

TEST_CASE("an empty directory becomes an empty store", "[storage]") {
  const scratch place;
  const auto log = opened(place.data());
  CHECK(log->last_seq() == 0);
  CHECK(log->last_reject() == 0);
  const auto read = reading(place.data());
  CHECK(got(read->facts_after(0, 10)).empty());
  CHECK((got(read->counts()) == log_counts{}));
  CHECK(got(read->last_seq()) == 0);
}

TEST_CASE("facts come back byte for byte after a restart and the log goes on where it stopped", "[storage]") {
  const scratch place;
  {
    const auto log = opened(place.data());
    done(append(*log, numbered_facts(0, 1000)));
    done(append(*log, numbered_facts(1000, 1)));
  }
  {
    const auto log = opened(place.data());
    REQUIRE(log->last_seq() == 1001);
    done(append(*log, numbered_facts(1001, 500)));
    CHECK(log->last_seq() == 1501);
  }
  check_log(place.data(), 1501);
}

TEST_CASE("a reader sees a commit as soon as append has returned", "[storage]") {
  const scratch place;
  const auto log = opened(place.data());
  const auto read = reading(place.data());
  for (std::uint64_t last = 0; last < 20; ++last) {
    done(append(*log, numbered_facts(last, 1)));
    CHECK(got(read->last_seq()) == last + 1);
    const auto latest = got(read->facts_after(last, 10));
    REQUIRE(latest.size() == 1);
    CHECK(latest.front().encoded == body_of(last + 1));
  }
}

TEST_CASE("several commits become one transaction and keep their order", "[storage]") {
  const scratch place;
  const auto log = opened(place.data());
  const auto first = numbered_facts(0, 3);
  const auto second = numbered_facts(3, 2);
  const auto empty = commit{};
  const std::array<const commit*, 3> gathered = {&first, &empty, &second};
  done(log->append(gathered));
  CHECK(log->last_seq() == 5);
  check_log(place.data(), 5);
}

TEST_CASE("facts are read in pages, each going on after the last", "[storage]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 25)));
  const auto read = reading(place.data());
  std::vector<std::size_t> sizes;
  std::uint64_t last = 0;
  while (true) {
    const auto page = got(read->facts_after(last, 10));
    if (page.empty()) break;
    CHECK(page.front().seq == last + 1);
    last = page.back().seq;
    sizes.push_back(page.size());
  }
  CHECK(sizes == std::vector<std::size_t>{10, 10, 5});
}

TEST_CASE("facts asked for by position come in the order asked for, repeats included", "[storage]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 50)));
  const auto read = reading(place.data());
  const std::vector<std::uint64_t> asked = {49, 3, 3, 50, 1};
  const auto facts = got(read->facts_by_seq(asked));
  REQUIRE(facts.size() == asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    CHECK(facts[i].seq == asked[i]);
    CHECK(facts[i].encoded == body_of(asked[i]));
  }
  CHECK(got(read->facts_by_seq({})).empty());
}

TEST_CASE("a position that the log does not have is an error, not a shorter answer", "[storage]") {
  const scratch place;
  done(append(*opened(place.data()), numbered_facts(0, 5)));
  const auto read = reading(place.data());
  const std::vector<std::uint64_t> asked = {5, 6};
  const auto facts = read->facts_by_seq(asked);
  REQUIRE(refusal(facts) == "store-corrupt");
  CHECK_THAT(facts.error().detail, Catch::Contains("position 6"));
  CHECK(got(read->facts_by_seq(std::vector<std::uint64_t>{5})).size() == 1);  // the failed read left nothing behind
}

TEST_CASE("numbers that do not continue the log are refused and nothing of the transaction stays", "[storage]") {
  const scratch place;
  const auto log = opened(place.data());
  done(append(*log, numbered_facts(0, 2)));
  const auto good = numbered_facts(2, 2);
  for (const std::uint64_t last : {3, 5, 0}) {
    const auto bad = numbered_facts(last, 1);
    const std::array<const commit*, 2> both = {&good, &bad};
    CHECK(refusal(log->append(both)) == "store-order");
  }
  CHECK(log->last_seq() == 2);
  check_log(place.data(), 2);
  done(append(*log, good));
  check_log(place.data(), 4);
}
