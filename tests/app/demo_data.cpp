#include "app/demo_data.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "app/demo_world.hpp"

using namespace hub;
using namespace hub::app;

TEST_CASE("the demo is the same bytes for the same seed and others for another", "[app]") {
  const auto one = demo_requests(1);
  const auto again = demo_requests(1);
  const auto other = demo_requests(2);
  REQUIRE(one.size() == again.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].target == again[i].target);
    CHECK(one[i].body == again[i].body);
  }
  CHECK(std::any_of(one.begin(), one.end(), [&](const auto& r) { return r.body != other.front().body; }));
  CHECK(one.front().body != other.front().body);
}

TEST_CASE("everything in the demo happens within its 90 days", "[app]") {
  const auto w = make_demo_world(demo_seed);
  CHECK(format_day(demo_first_day) == "2026-01-01");
  CHECK(format_day(demo_end_day - 1) == "2026-03-31");
  const auto inside = [](instant t) { return t >= demo_first_day * day_us && t < demo_end_day * day_us; };
  for (const auto& t : w.touches) CHECK(inside(t.at));
  for (const auto& o : w.orders) {
    CHECK(inside(o.at));
    CHECK((o.refund_cents == 0 || (inside(o.refunded_at) && o.refunded_at > o.at)));
    for (const auto& report : o.reports) CHECK((inside(report.at) && report.at >= o.at));
  }
}

TEST_CASE("about 15 % of the demo's orders are reported by more than one system, each at most once", "[app]") {
  const auto w = make_demo_world(demo_seed);
  REQUIRE(w.orders.size() > 1'500);
  std::size_t several = 0;
  std::size_t nameless = 0;
  for (const auto& o : w.orders) {
    std::set<reporter> systems;
    for (const auto& report : o.reports) systems.insert(report.by);
    CHECK(systems.size() == o.reports.size());
    several += o.reports.size() > 1;
    nameless += o.reports.size() > 1 && !o.reports[1].names_order;
  }
  CHECK(several * 100 > w.orders.size() * 12);
  CHECK(several * 100 < w.orders.size() * 18);
  CHECK(nameless > 50);
}

TEST_CASE("the demo has what makes attribution interesting", "[app]") {
  const auto w = make_demo_world(demo_seed);
  std::map<std::size_t, std::size_t> visits;
  for (const auto& t : w.touches) ++visits[t.person];
  std::set<std::size_t> lengths;
  for (const auto& [person, count] : visits) lengths.insert(count);
  CHECK(lengths.count(1) == 1);
  CHECK(*lengths.rbegin() == 8);
  const auto unseen =
      std::count_if(w.orders.begin(), w.orders.end(), [&](const auto& o) { return visits.count(o.person) == 0; });
  CHECK(unseen > 50);
  CHECK(std::count_if(w.orders.begin(), w.orders.end(), [](const auto& o) { return o.refund_cents > 0; }) > 30);
}

TEST_CASE("every body of the demo is JSON of the kind its route takes", "[app]") {
  std::map<std::string, std::size_t> items;
  for (const auto& r : demo_requests()) {
    CHECK(r.method == "POST");
    if (r.header("content-type") == "application/json") {
      const auto body = boost::json::parse(r.body);
      items[r.target] += body.at("data").as_array().size();
      continue;
    }
    std::size_t from = 0;
    while (from < r.body.size()) {
      const auto to = r.body.find('\n', from);
      REQUIRE(to != std::string::npos);
      CHECK(boost::json::parse(r.body.substr(from, to - from)).is_object());
      ++items[r.target];
      from = to + 1;
    }
  }
  CHECK(items.size() == 7);
  CHECK(items["/v1/touchpoints"] > 5'000);
  CHECK(items["/v1/spend"] == 9 * 90);
  for (const auto& [target, count] : items) {
    INFO(target);
    CHECK(count > 30);
  }
}
