// When a source is silent, when too much of it is bad, and that every alert is told once.
#include <catch2/catch.hpp>

#include "domain/alert_book.hpp"
#include "domain/recent_share.hpp"
#include "domain/weekly_rhythm.hpp"

using namespace hub;

namespace {

constexpr instant monday = 20'486 * day_us;  // 2026-02-02, a Monday
constexpr instant week = 7 * day_us;

/// A shop that sells ten times an hour from 8 to 18 o'clock on working days, until *end*.
weekly_rhythm office_hours(instant end, int from_week = 0) {
  weekly_rhythm r;
  for (instant hour = monday + from_week * week; hour < end; hour += hour_us) {
    const auto of_day = hour % day_us / hour_us;
    const auto day = (hour - monday) / day_us % 7;
    for (int i = 0; day < 5 && of_day >= 8 && of_day < 18 && i < 10; ++i)
      if (hour + i * 6 * minute_us < end) r.note(hour + i * 6 * minute_us);
  }
  return r;
}

double usual(const weekly_rhythm& r, instant now) { return r.usual_since_last(now).value_or(-1); }

}  // namespace

TEST_CASE("a night and a weekend without events are no silence, an hour of a working day is", "[alerts]") {
  const auto friday_evening = monday + 4 * week + 4 * day_us + 18 * hour_us;
  const auto r = office_hours(friday_evening);
  REQUIRE(r.last() == friday_evening - 6 * minute_us);
  CHECK(usual(r, friday_evening + 12 * hour_us) <= 1);
  CHECK(usual(r, monday + 5 * week + 8 * hour_us) <= 1);
  CHECK(usual(r, monday + 5 * week + 10 * hour_us) == Approx(21).margin(0.1));

  const auto noon = office_hours(monday + 4 * week + 12 * hour_us);
  CHECK(usual(noon, monday + 4 * week + 13 * hour_us) == Approx(11).margin(0.1));
  CHECK(usual(noon, monday + 4 * week + 14 * hour_us) == Approx(21).margin(0.1));
}

TEST_CASE("a silence that goes on for months stays one", "[alerts]") {
  const auto end = monday + 4 * week + 12 * hour_us;
  const auto r = office_hours(end);
  for (const auto later : {week, 2 * week, 3 * week, 20 * week}) CHECK(usual(r, end + later) >= 490);
}

TEST_CASE("fewer than two weeks are no rhythm, and one import of old data is none either", "[alerts]") {
  const auto end = monday + 4 * week + 12 * hour_us;
  CHECK_FALSE(weekly_rhythm().usual_since_last(end));
  CHECK_FALSE(office_hours(end, 3).usual_since_last(end + 2 * hour_us));
  CHECK(usual(office_hours(end, 1), end + 2 * hour_us) > 20);

  auto r = office_hours(end - 3 * week);
  for (int i = 0; i < 100'000; ++i) r.note(end - 3 * week + 3 * hour_us);
  for (auto at = end - 3 * week + 4 * hour_us; at < end; at += day_us) r.note(at);
  CHECK(usual(r, r.last().value() + 20 * hour_us) < 5);
}

TEST_CASE("one event a day makes a rhythm by which weeks without any are silent", "[alerts]") {
  weekly_rhythm r;
  for (int day = 0; day < 40; ++day) r.note(monday + day * day_us);
  CHECK(usual(r, *r.last() + 3 * day_us) == Approx(3).margin(1));
  CHECK(usual(r, *r.last() + 14 * day_us) == Approx(14).margin(1));
}

TEST_CASE("events out of order count at their time, and very old ones not at all", "[alerts]") {
  const auto end = monday + 4 * week + 12 * hour_us;
  auto r = office_hours(end);
  const auto before = usual(r, end + 2 * hour_us);
  for (int i = 0; i < 1000; ++i) r.note(monday - 52 * week);
  CHECK(usual(r, end + 2 * hour_us) == before);
  CHECK(r.last() == end - 6 * minute_us);
}

TEST_CASE("the share of bad items is that of the last hour", "[alerts]") {
  recent_share s;
  CHECK_FALSE(s.bad_share(1));
  s.note(0, 1000, 900);
  CHECK_FALSE(s.bad_share(1));
  s.note(30 * minute_us, 1100, 910);
  CHECK(s.bad_share(20).value() == Approx(0.1));
  CHECK_FALSE(s.bad_share(101));
  s.note(61 * minute_us, 1200, 910);
  CHECK(s.bad_share(20).value() == Approx(0.05));
  s.note(100 * minute_us, 1200, 910);
  CHECK(s.bad_share(20).value() == Approx(0));
  s.note(101 * minute_us, 50, 50);
  CHECK_FALSE(s.bad_share(1));
  s.note(102 * minute_us, 100, 60);
  CHECK(s.bad_share(20).value() == Approx(0.2));
}

TEST_CASE("an alert is told when it begins and when it is over, and not in between", "[alerts]") {
  alert_book book;
  const alert_condition lag{alert_kind::lag, "hubspot", "it is not read up", 25'000};
  auto longer = lag;
  longer.value = 28'600;
  const alert_condition stopped{alert_kind::stopped, "meta_ads", "the token is refused", 0};
  auto told = book.take({lag}, 100);
  REQUIRE(told.size() == 1);
  CHECK_FALSE(told[0].over);
  CHECK(told[0].since == 100);
  CHECK(book.take({longer}, 200).empty());
  told = book.take({longer, stopped}, 300);
  REQUIRE(told.size() == 1);
  CHECK(told[0].what.source == "meta_ads");
  CHECK(book.is_open(alert_kind::lag, "hubspot"));
  told = book.take({stopped}, 400);
  REQUIRE(told.size() == 1);
  CHECK(told[0].over);
  CHECK(told[0].since == 100);
  CHECK(told[0].what.value == 28'600);
  CHECK_FALSE(book.is_open(alert_kind::lag, "hubspot"));
  told = book.take({lag, stopped}, 500);
  REQUIRE(told.size() == 1);
  CHECK(told[0].since == 500);
}

TEST_CASE("an hour is told with what is usual in it, once two weeks of the source are known", "[alerts]") {
  weekly_rhythm rhythm;
  CHECK(rhythm.hours(10 * hour_us, 2) == std::vector<hour_of_rhythm>{{9 * hour_us, 0, {}}, {10 * hour_us, 0, {}}});
  const instant monday = 1000 * 7 * day_us;
  rhythm.note(monday - hour_us);  // the hour in which a source begins is not known whole
  for (int week = 0; week < 4; ++week)
    for (int event = 0; event < 10 * (week + 1); ++event) rhythm.note(monday + week * 7 * day_us + 30 * minute_us);
  const auto hours = [&](instant now) { return rhythm.hours(now, 1).at(0); };
  CHECK(hours(monday + 7 * day_us) == hour_of_rhythm{monday + 7 * day_us, 20, {}});
  CHECK(hours(monday + 14 * day_us + 59 * minute_us) == hour_of_rhythm{monday + 14 * day_us, 30, 10});
  CHECK(hours(monday + 28 * day_us) == hour_of_rhythm{monday + 28 * day_us, 0, 20});
  CHECK(hours(monday + 26 * day_us) == hour_of_rhythm{monday + 26 * day_us, 0, 0});
  CHECK(hours(monday + 60 * day_us) == hour_of_rhythm{monday + 60 * day_us, 0, 0});
}
