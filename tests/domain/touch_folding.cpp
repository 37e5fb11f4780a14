#include "domain/touch_folding.hpp"

#include <catch2/catch.hpp>

#include "domain/time.hpp"

using namespace hub;
using stands = std::vector<std::uint32_t>;

namespace {

constexpr name_id touch_feed = 1, meta_feed = 2;

touch_record click(instant at, name_id feed, std::uint32_t click_id = 0, name_id campaign = 0, name_id ad = 0) {
  touch_record t;
  t.occurred_at = at;
  t.feed = feed;
  t.click = click_id;
  t.campaign = campaign;
  t.ad = ad;
  return t;
}

stands fold(std::vector<touch_record> touches) { return fold_clicks(touches); }

}  // namespace

TEST_CASE("one click id is one touch whoever told it and whenever", "[domain][touches]") {
  CHECK(fold({click(0, touch_feed, 7), click(40 * day_us, meta_feed, 7), click(50 * day_us, touch_feed, 7)}) ==
        stands{0, 0, 0});
  CHECK(fold({click(0, touch_feed, 7), click(1, touch_feed, 8)}) == stands{0, 1});
}

TEST_CASE("clicks of one campaign and ad by two feeds within a minute are one", "[domain][touches]") {
  CHECK(fold({click(0, touch_feed, 0, 5, 1), click(minute_us, meta_feed, 0, 5, 1)}) == stands{0, 0});
  CHECK(fold({click(0, touch_feed, 0, 5, 1), click(minute_us + 1, meta_feed, 0, 5, 1)}) == stands{0, 1});
}

TEST_CASE("two clicks told by one feed are two", "[domain][touches]") {
  CHECK(fold({click(0, touch_feed, 0, 5, 1), click(1, touch_feed, 0, 5, 1)}) == stands{0, 1});
}

TEST_CASE("another ad, another campaign or no campaign is another touch", "[domain][touches]") {
  CHECK(fold({click(0, touch_feed, 0, 5, 1), click(1, meta_feed, 0, 5, 2)}) == stands{0, 1});
  CHECK(fold({click(0, touch_feed, 0, 5, 1), click(1, meta_feed, 0, 6, 1)}) == stands{0, 1});
  CHECK(fold({click(0, touch_feed), click(1, meta_feed)}) == stands{0, 1});
}

TEST_CASE("different click ids are different clicks however near", "[domain][touches]") {
  CHECK(fold({click(0, touch_feed, 7, 5, 1), click(1, meta_feed, 8, 5, 1)}) == stands{0, 1});
}

TEST_CASE("views never fold", "[domain][touches]") {
  auto a = click(0, touch_feed, 7, 5, 1), b = click(1, meta_feed, 7, 5, 1);
  a.interaction = b.interaction = interaction::view;
  CHECK(fold({a, b}) == stands{0, 1});
}

TEST_CASE("a minute is measured from the touch kept, so folds do not chain", "[domain][touches]") {
  constexpr name_id third_feed = 3;
  CHECK(fold({click(0, touch_feed, 0, 5), click(50 * second_us, meta_feed, 0, 5),
              click(100 * second_us, third_feed, 0, 5)}) == stands{0, 0, 2});
}

TEST_CASE("the touch kept has its empty fields filled from the others", "[domain][touches]") {
  std::vector<touch_record> touches{click(0, touch_feed, 7), click(1, meta_feed, 7, 5, 3)};
  touches[0].channel = 9;
  touches[1].channel = 10;
  fold_clicks(touches);
  CHECK(touches[0].campaign == 5);
  CHECK(touches[0].ad == 3);
  CHECK(touches[0].channel == 9);
}

TEST_CASE("a click learns its id from the feed that knows it", "[domain][touches]") {
  CHECK(fold({click(0, touch_feed, 0, 5), click(1, meta_feed, 7, 5), click(9 * day_us, touch_feed, 7)}) ==
        stands{0, 0, 0});
}
