// The milestone models: which touches led to the steps of a sale, and how the steps are found in the facts.
#include "domain/milestones.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "case_files.hpp"
#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;

namespace {

std::vector<double> weights(model m, const milestones& passed, std::vector<double> days) {
  std::vector<instant> at;
  for (const auto d : days) at.push_back(day(d));
  std::vector<double> w(at.size());
  weigh_milestones(m, passed, at, w);
  CHECK(std::accumulate(w.begin(), w.end(), 0.0) == Approx(1).margin(1e-12));
  return w;
}

void check(const std::vector<double>& got, const std::vector<double>& wanted) {
  REQUIRE(got.size() == wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == Approx(wanted[i]).margin(1e-12));
}

conversion_event event(const std::string& id, const std::string& type, instant at) {
  conversion_event e;
  e.source = "manual";
  e.external_id = id;
  e.type = type;
  e.occurred_at = at;
  e.identifiers = {{identifier_kind::email, std::string(64, 'a'), true}};
  return e;
}

}  // namespace

TEST_CASE("w_shaped and full_path credit the touches before each milestone", "[domain][models]") {
  const milestones passed{day(3), day(5)};
  check(weights(model::w_shaped, passed, {1, 2, 3, 4, 6}), {0.3, 0.05, 0.3, 0.3, 0.05});
  check(weights(model::full_path, passed, {1, 2, 3, 4, 6, 7}), {0.225, 0.05, 0.225, 0.225, 0.05, 0.225});
}

TEST_CASE("one touch may lead to several milestones and alone takes all", "[domain][models]") {
  check(weights(model::w_shaped, {day(1), day(5)}, {1, 4, 6}), {0.6, 0.3, 0.1});
  check(weights(model::full_path, {day(1), day(5)}, {1, 4}), {0.5, 0.5});
  check(weights(model::w_shaped, {day(1), day(2)}, {3}), {1});
}

TEST_CASE("a milestone without an event was passed with the next, at the latest with the sale", "[domain][models]") {
  check(weights(model::w_shaped, {}, {1, 2, 3}), {0.3, 0.1, 0.6});
  check(weights(model::w_shaped, {no_milestone, day(2)}, {1, 2, 3}), {0.3, 0.6, 0.1});
  check(weights(model::w_shaped, {day(2), no_milestone}, {1, 2, 3, 4}), {0.3, 0.3, 0.1, 0.3});
  check(weights(model::full_path, {}, {1, 2, 3}), {0.225, 0.1, 0.675});
  check(weights(model::full_path, {day(0), day(0)}, {1, 2, 3}), {0.675, 0.1, 0.225});
}

TEST_CASE("milestones are the contact's leads up to the conversion, whatever came in first", "[domain][models]") {
  std::vector<fact_body> facts;
  facts.push_back(event("sale", "purchase", day(10)));
  facts.push_back(event("later", "qualify_lead", day(12)));
  facts.push_back(event("second form", "generate_lead", day(4)));
  facts.push_back(event("opportunity", "qualify_lead", day(6)));
  facts.push_back(event("first form", "generate_lead", day(2)));
  facts.push_back(event("opportunity again", "qualify_lead", day(8)));
  hub::testing::case_engine engine;
  engine.feed(std::move(facts));
  bool found = false;
  for (const auto& r : engine.columns.rows()) {
    const auto& c = engine.columns.detail(r);
    if (engine.book.names.text(c.type) != "purchase") continue;
    found = true;
    CHECK(c.passed == milestones{day(2), day(8)});
  }
  CHECK(found);
}

TEST_CASE("a contact with many events is looked at for milestones like any other, up to a hundred",
          "[domain][models]") {
  for (const int leads : {40, 101}) {
    std::vector<conversion_event> told;
    for (int i = 0; i < leads; ++i) told.push_back(event("lead " + std::to_string(i), "generate_lead", day(100 - i)));
    for (int i = 0; i < 20; ++i) told.push_back(event("sale " + std::to_string(i), "purchase", day(7 * i)));
    truth hub;
    journey_columns columns;
    std::vector<std::string> names{""};
    const auto apply = [&](conversion_event e, std::uint64_t seq) {
      std::vector<sealed_fact> sealed;
      sealed.push_back(seal(std::move(e), 0));
      auto delta = hub.apply(std::move(sealed), static_cast<instant>(seq));
      names.insert(names.end(), delta.names.begin(), delta.names.end());
      for (auto& update : delta.journeys) columns.apply(std::move(update));
    };
    const auto check_sales = [&](instant first_lead) {
      std::size_t sales = 0;
      for (const auto& r : columns.rows()) {
        const auto& c = columns.detail(r);
        if (!r.alive || names[c.type] != "purchase") continue;
        ++sales;
        INFO(r.at / day_us);
        CHECK(c.passed.lead == (first_lead <= r.at ? first_lead : no_milestone));
      }
      CHECK(sales == 20);
    };
    std::uint64_t seq = 0;
    for (std::size_t i = 0; i < told.size(); ++i) apply(told[i * 37 % told.size()], ++seq);  // 37 shares no factor
    check_sales(leads == 40 ? day(61) : no_milestone);
    if (leads == 40) {  // the first turns out to be no lead, and then another one earlier
      auto changed = event("lead 39", "sign_up", day(61));
      changed.updated_at = day(200);
      apply(changed, ++seq);
      check_sales(day(62));
      apply(event("late", "generate_lead", day(3)), ++seq);
      check_sales(day(3));
    }
  }
}

TEST_CASE("credit of the milestone models is credit of the explanation", "[domain][models]") {
  auto c = sale(day(9), 10'000);
  c.passed = {day(3), day(5)};
  const auto columns = one_journey({click(day(1), 1), click(day(2), 2), click(day(3), 3), click(day(5), 4)}, {c});
  auto query = all_models_by_campaign();
  query.models = {model::w_shaped, model::full_path};
  const auto got = credit(columns, query);
  for (std::size_t m = 0; m < 2; ++m) {
    const auto one = credit_one(columns, columns.rows()[0], query.models[m], {}, {});
    for (const auto& row : got.rows) CHECK(row.models[m].revenue == one.credits[row.key.first - 1]);
  }
}
