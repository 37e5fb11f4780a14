// Versions of a Meta event: an id used again days later is another event's, whichever came first.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

#include "tests/domain/stories.hpp"

using namespace hub;
using namespace hub::told;

namespace {

conversion_event version(int hours) {
  conversion_event e;
  e.source = "meta_capi";
  e.external_id = "Purchase/x";
  e.event_name = "Purchase";
  e.event_id = "x";
  e.type = "purchase";
  e.occurred_at = start + hours * hour_us;
  e.value = money{hours + 100, usd};
  return e;
}

}  // namespace

TEST_CASE("of versions dated over more than two days the late ones never stand, in whatever order they come",
          "[domain][versions]") {
  std::array<int, 3> hours = {0, 24, 49};  // the last is within two days of the second, but not of the first
  do {
    truth t;
    for (const auto h : hours) t.apply(sealed({version(h)}), start);
    const auto* last = std::find_if(hours.rbegin(), hours.rend(), [](int h) { return h != 49; }).base() - 1;
    const auto d = t.conversion(event_key("meta_capi", "Purchase/x"));
    INFO(hours[0] << ' ' << hours[1] << ' ' << hours[2]);
    REQUIRE(d.has_value());
    CHECK(d->conversion.at == start + *last * hour_us);
  } while (std::next_permutation(hours.begin(), hours.end()));
}

TEST_CASE("a version that came too late is refused, and one that stood too late is set aside", "[domain][versions]") {
  truth t;
  t.apply(sealed({version(0)}), start);
  CHECK(t.apply(sealed({version(48)}), start).results[0].updated);
  const auto late = t.apply(sealed({version(49)}), start);
  REQUIRE(late.results[0].status == item_status::rejected);
  CHECK(late.results[0].errors[0].code == "event-id-reused");
  const auto earlier = t.apply(sealed({version(-1)}), start);
  CHECK(earlier.results[0].updated);
  REQUIRE(earlier.displaced.size() == 1);
  CHECK(earlier.displaced[0].why.code == "event-id-reused");
}

TEST_CASE(
    "of versions that state when they were made the latest stands that is not too late, in whatever order they come",
    "[domain][versions]") {
  struct told_version {
    int hours;
    std::optional<int> stated;  // hours too
  };
  // The third is stated last and is too late after the first; the fourth would stand if it stated a time.
  std::array<told_version, 4> versions = {{{-25, 1}, {0, 5}, {24, 10}, {12, std::nullopt}}};
  std::array<std::size_t, 4> order = {0, 1, 2, 3};
  do {
    truth t, again;
    std::vector<sealed_fact> log;
    for (const auto i : order) {
      auto v = version(versions[i].hours);
      if (versions[i].stated) v.updated_at = start + *versions[i].stated * hour_us;
      for (auto& stored : t.apply(sealed({v}), start).stored) log.push_back(std::move(stored));
    }
    again.reload(log);
    INFO(order[0] << ' ' << order[1] << ' ' << order[2] << ' ' << order[3]);
    for (const auto* hub : {&t, &again}) {
      const auto d = hub->conversion(event_key("meta_capi", "Purchase/x"));
      REQUIRE(d.has_value());
      CHECK(d->conversion.at == start);
      CHECK(d->gross == 100);
      // The position in the log is that of the version that stands.
      REQUIRE(d->events.size() == 1);
      const auto at = std::find_if(log.begin(), log.end(), [&](const auto& f) { return f.seq == d->events[0].seq; });
      REQUIRE(at != log.end());
      CHECK(std::get<conversion_event>(at->body).occurred_at == start);
    }
  } while (std::next_permutation(order.begin(), order.end()));
}
