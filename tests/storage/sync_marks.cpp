// Where pulled sources stand: committed with what they brought, replaced by the next, and nothing else's business.
#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

TEST_CASE("the mark of a source is the last that was committed, and there is none before the first", "[storage]") {
  const scratch place;
  {
    const auto to = opened(place.data());
    auto first = numbered_facts(0, 2);
    first.marks = {{"hubspot", R"({"since":5})", 17, 2, true}, {"meta_ads", "m", 0, 0, false}};
    done(append(*to, first));
    auto second = numbered_facts(2, 1);
    second.marks = {{"hubspot", R"({"since":9})", 18, 3, false}};
    done(append(*to, second));
  }
  const auto from = reading(place.data());
  CHECK(got(from->mark_of("hubspot")) == sync_mark{"hubspot", R"({"since":9})", 18, 3, false});
  CHECK(got(from->mark_of("meta_ads")) == sync_mark{"meta_ads", "m", 0, 0, false});
  CHECK(got(from->mark_of("anytrack")) == sync_mark{"anytrack"});
}

TEST_CASE("a mark is not kept when what it came with is not", "[storage]") {
  const scratch place;
  const auto to = opened(place.data());
  auto outdated = numbered_facts(7, 1);
  outdated.marks = {{"hubspot", "after", 0, 0, false}};
  CHECK(refusal(append(*to, outdated)) == "store-order");
  CHECK(got(reading(place.data())->mark_of("hubspot")).cursor.empty());
}
