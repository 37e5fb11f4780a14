#include "domain/likeness_index.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace hub;

namespace {

std::set<std::uint32_t> near(const likeness_index& index, std::uint64_t likeness, instant at) {
  std::set<std::uint32_t> found;
  index.for_each_near(likeness, at, [&](std::uint32_t e) { found.insert(e); });
  return found;
}

}  // namespace

TEST_CASE("events alike are found within the window, both ends included", "[domain][likeness]") {
  likeness_index index(10, 100);
  std::vector<std::uint32_t> changed;
  for (std::uint32_t i = 0; i < 5; ++i) index.add(7, {instant{i} * 10, i}, changed);
  index.add(8, {20, 9}, changed);
  CHECK(near(index, 7, 20) == std::set<std::uint32_t>{1, 2, 3});
  CHECK(near(index, 8, 20) == std::set<std::uint32_t>{9});
  CHECK(near(index, 9, 20).empty());
  index.remove(7, {20, 2}, changed);
  CHECK(near(index, 7, 20) == std::set<std::uint32_t>{1, 3});
  CHECK(changed.empty());
}

TEST_CASE("events with too many like them are crowded, whatever the order in which they come and go",
          "[domain][likeness]") {
  rc::prop("", [] {
    const auto window = *rc::gen::inRange<std::int64_t>(0, 6);
    const auto most = *rc::gen::inRange<std::size_t>(1, 5);
    likeness_index index(window, most);
    std::map<std::uint32_t, instant> there;
    std::map<std::uint32_t, bool> crowded;
    for (std::uint32_t no = 0; no < 30; ++no) {
      std::vector<std::uint32_t> changed;
      if (!there.empty() && *rc::gen::inRange(0, 3) == 0) {
        const auto gone =
            *std::next(there.begin(), *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(there.size())));
        there.erase(gone.first);
        index.remove(1, {gone.second, gone.first}, changed);
        crowded.erase(gone.first);
      } else {
        const auto at = *rc::gen::inRange<instant>(0, 20);
        there[no] = at;
        crowded[no] = false;
        index.add(1, {at, no}, changed);
      }
      for (const auto e : changed) crowded.at(e) = !crowded.at(e);
      std::set<std::uint32_t> open;
      for (const auto& [e, at] : there) {
        const auto alike =
            std::count_if(there.begin(), there.end(), [&](const auto& o) { return std::abs(o.second - at) <= window; });
        RC_ASSERT(crowded.at(e) == (static_cast<std::size_t>(alike) > most));
        if (!crowded.at(e)) open.insert(e);
      }
      for (instant at = 0; at < 20; ++at) {
        std::set<std::uint32_t> expected;
        for (const auto e : open)
          if (std::abs(there.at(e) - at) <= window) expected.insert(e);
        RC_ASSERT(near(index, 1, at) == expected);
      }
    }
  });
}
