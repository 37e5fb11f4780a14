#include "domain/cell_scan.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>
#include <set>

#include "domain/cell_report.hpp"
#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;

namespace {

journey_columns filled(const std::vector<journey_update>& journeys) {
  journey_columns columns;
  for (const auto& j : journeys) columns.apply(j);
  return columns;
}

/// Any question, often of models that look at what was passed on the way too.
credit_query any_question() {
  auto q = any_query();
  if (*rc::gen::arbitrary<bool>()) q.models.push_back(model::w_shaped);
  if (*rc::gen::arbitrary<bool>()) q.models.push_back(model::full_path);
  return q;
}

bool equal(const std::vector<credit_cell>& a, const std::vector<credit_cell>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.revenue == y.revenue && x.new_revenue == y.new_revenue && x.conversions == y.conversions;
  });
}

cell_query any_cell(const credit_query& q, const credit_partial& report) {
  cell_query cell{q, {}, true, std::nullopt, 1000};
  const auto choice = *rc::gen::inRange<std::size_t>(0, report.rows.size() + 2);
  if (choice == report.rows.size()) cell.cell.what = report_cell::kind::unattributed;
  if (choice < report.rows.size()) cell.cell = {report_cell::kind::group, report.rows[choice].key};
  return cell;
}

std::vector<credit_cell> sum_of(const std::vector<cell_conversion>& page, std::size_t models) {
  std::vector<credit_cell> sum(models);
  for (const auto& c : page)
    for (std::size_t m = 0; m < models; ++m) sum[m].add(c.models[m]);
  return sum;
}

}  // namespace

TEST_CASE("the conversions of a cell add up to what the report shows in it, for every model and grouping",
          "[domain][cells]") {
  rc::prop("", [] {
    const auto columns = filled(any_journeys());
    auto q = any_question();
    if (*rc::gen::inRange(0, 4) == 0) q.campaign = *rc::gen::inRange(0U, 5U);
    const auto report = credit(columns, q);
    const auto cell = any_cell(q, report);
    const auto got = scan_cell(columns, cell);
    RC_ASSERT(equal(got.explained, got.reported));
    RC_ASSERT(equal(sum_of(got.page, q.models.size()), got.explained));
    RC_ASSERT(got.conversions == got.page.size());
    for (const auto& c : got.page) {
      std::vector<credit_cell> of_touches(q.models.size());
      for (const auto& t : c.touches)
        for (std::size_t m = 0; m < of_touches.size(); ++m) of_touches[m].add(t.models[m]);
      RC_ASSERT(equal(of_touches, c.models));
      RC_ASSERT(!c.entries.empty());
    }
    RC_ASSERT(got.unconverted.size() == report.unconverted.size());
    for (const auto& [currency, sum] : report.unconverted)
      RC_ASSERT(got.unconverted.at(currency).amount == sum.amount &&
                got.unconverted.at(currency).entries == sum.entries);
  });
}

TEST_CASE("a conversion that no touch earned says why those before it did not, and no other does", "[domain][cells]") {
  rc::prop("", [] {
    const auto columns = filled(any_journeys());
    const auto q = any_question();
    for (const auto& c : scan_cell(columns, {q, {}, true, std::nullopt, 1000}).page) {
      const auto row = std::find_if(columns.rows().begin(), columns.rows().end(),
                                    [&](const auto& r) { return r.alive && columns.id(r) == c.id; });
      std::vector<std::uint32_t> eligible;
      std::vector<exclusion> reasons;
      eligible_touches(columns, *row, q.rules, eligible, &reasons);
      std::map<exclusion, std::uint32_t> expected;
      if (eligible.empty())
        for (const auto why : reasons) ++expected[why];
      RC_ASSERT(c.excluded == expected);
      RC_CLASSIFY(!expected.empty());
    }
  });
}

TEST_CASE("the pages of a cell are its conversions, each once, and every page says the same sum", "[domain][cells]") {
  rc::prop("", [] {
    const auto columns = filled(any_journeys());
    const auto q = any_question();
    auto cell = any_cell(q, credit(columns, q));
    const auto whole = scan_cell(columns, cell);
    cell.limit = *rc::gen::inRange<std::size_t>(1, 4);
    std::vector<key128> ids;
    for (bool more = true; more;) {
      auto page = scan_cell(columns, cell);
      RC_ASSERT(equal(page.explained, whole.explained));
      RC_ASSERT(page.conversions == whole.conversions);
      more = page.page.size() > cell.limit;
      if (more) page.page.resize(cell.limit);
      for (const auto& c : page.page) ids.push_back(c.id);
      if (more) cell.after = page_position{page.page.back().at, page.page.back().id};
    }
    std::vector<key128> expected;
    for (const auto& c : whole.page) expected.push_back(c.id);
    RC_ASSERT(ids == expected);
  });
}

TEST_CASE("a cell is the same on any number of shards", "[domain][cells]") {
  rc::prop("", [] {
    const auto journeys = any_journeys();
    const auto q = any_question();
    const auto whole_columns = filled(journeys);
    auto cell = any_cell(q, credit(whole_columns, q));
    cell.limit = *rc::gen::inRange<std::size_t>(1, 6);
    std::vector<journey_columns> shards(3);
    for (const auto& j : journeys) shards[*rc::gen::inRange<std::size_t>(0, 3)].apply(j);
    cell_partial merged;
    for (const auto& shard : shards) merge(merged, scan_cell(shard, cell), cell.limit);
    const auto whole = scan_cell(whole_columns, cell);
    RC_ASSERT(equal(merged.explained, whole.explained));
    RC_ASSERT(equal(merged.reported, whole.reported));
    RC_ASSERT(merged.conversions == whole.conversions);
    RC_ASSERT(merged.page.size() == whole.page.size());
    for (std::size_t i = 0; i < whole.page.size(); ++i) RC_ASSERT(merged.page[i].id == whole.page[i].id);
  });
}

TEST_CASE("an export's pages hold the credits of the whole report", "[domain][cells]") {
  rc::prop("", [] {
    const auto columns = filled(any_journeys());
    const auto q = any_question();
    cell_query all{q, {}, false, std::nullopt, *rc::gen::inRange<std::size_t>(1, 5)};
    std::vector<credit_cell> sum(q.models.size());
    for (bool more = true; more;) {
      auto page = scan_cell(columns, all);
      more = page.page.size() > all.limit;
      if (more) page.page.resize(all.limit);
      for (std::size_t m = 0; m < sum.size(); ++m) sum[m].add(sum_of(page.page, sum.size())[m]);
      if (more) all.after = page_position{page.page.back().at, page.page.back().id};
    }
    const auto report = credit(columns, q);
    auto expected = report.attributed;
    for (std::size_t m = 0; m < expected.size(); ++m) expected[m].add(report.unattributed[m]);
    RC_ASSERT(equal(sum, expected));
  });
}

namespace {

/// Knows the campaign `c1`, shown as Spring, the channel `Email` and the type `purchase`.
report_book small_book() {
  report_book book;
  const auto campaign = book.names.intern("c1"), channel = book.names.intern("Email");
  const auto type = book.names.intern("purchase"), shown = book.names.intern("Spring");
  book.labels[campaign] = shown;
  journey_update journey{1, {click(day(1), campaign)}, {sale(day(2), 100)}};
  journey.touches[0].channel = channel;
  journey.conversions[0].types[0] = type;
  book.known.note(journey);
  book.known.note_spend({"meta", "", "c2", 0, "set-2", {}});
  return book;
}

std::string refused(const report_query& q, const std::vector<std::string>& group) {
  const auto cell = find_cell(q, small_book(), group);
  return cell ? "" : cell.error().pointer + " " + cell.error().code;
}

}  // namespace

TEST_CASE("a cell is named as the report's rows name their groups", "[domain][cells]") {
  report_query q;
  const auto book = small_book();
  CHECK(find_cell(q, book, {"c1"})->group.first == *book.names.find("c1"));
  CHECK(find_cell(q, book, {"(not set)"})->group.first == 0);
  CHECK(find_cell(q, book, {"(direct)"})->group.first == direct_group);
  CHECK(find_cell(q, book, {"(unattributed)"})->what == report_cell::kind::unattributed);
  CHECK(find_cell(q, book, {"c2"})->what == report_cell::kind::group);  // it has spend, so it may be a row
  q.group_by = {dimension::campaign, dimension::adset};
  CHECK(find_cell(q, book, {"c2", "set-2"})->what == report_cell::kind::group);
  CHECK(find_cell(q, book, {"c2", "set-3"}).error().code == "group-unknown");
  q.group_by = {dimension::channel, dimension::month};
  CHECK(find_cell(q, book, {"Email", "2026-03"})->group.second ==
        static_cast<std::uint32_t>(days_from_civil(2026, 3, 1)));
  q.group_by = {dimension::week};
  CHECK(find_cell(q, book, {"2026-03-02"})->group.first == static_cast<std::uint32_t>(days_from_civil(2026, 3, 2)));
}

TEST_CASE("a campaign may be called by the name that is shown, where only one is called so", "[domain][cells]") {
  auto book = small_book();
  CHECK(campaign_meant("Spring", book) == "c1");
  CHECK(campaign_meant("c1", book) == "c1");
  CHECK(campaign_meant("Summer", book) == "Summer");
  report_query query;
  query.campaign = "Spring";
  CHECK(in_joined_names(query, book).campaign == "c1");
  book.labels[book.names.intern("c2")] = *book.names.find("Spring");
  CHECK(campaign_meant("Spring", book) == "Spring");
  CHECK(find_cell({}, book, {"Spring"}).error().code == "group-ambiguous");
  CHECK(find_cell({}, book, {"Spring"}).error().detail.find("c1 and c2") != std::string::npos);
  book.joins.emplace("c2", "c1");
  CHECK(campaign_meant("Spring", book) == "c1");
}

TEST_CASE("a cell that no report can have is refused, with what may have been meant", "[domain][cells]") {
  report_query q;
  CHECK(refused(q, {}) == "group group-missing");
  CHECK(refused(q, {"c1", "c2"}) == "group2 group-superfluous");
  CHECK(refused(q, {"Email"}) == "group group-unknown");
  CHECK(find_cell(q, small_book(), {"Spring"}).error().detail.find("did you mean 'c1'") != std::string::npos);
  CHECK(find_cell(q, small_book(), {"Sprng"}).error().detail.find("did you mean 'Spring'") != std::string::npos);
  q.group_by = {dimension::week};
  CHECK(refused(q, {"2026-03-03"}) == "group group-malformed");
  q.group_by = {dimension::campaign, dimension::month};
  CHECK(refused(q, {"c1"}) == "group2 group-missing");
  CHECK(refused(q, {"c1", "2026-3"}) == "group2 group-malformed");
}

TEST_CASE("a filter by a name that nobody has is told with the nearest there is", "[domain][reports]") {
  report_query q;
  CHECK(unknown_names(q, small_book()).empty());
  q.scope.conversion_type = "purchas";
  q.campaign = "Spring";
  CHECK(unknown_names(q, small_book()) ==
        std::vector<unknown_name>{{"conversion_type", "purchas", "purchase"}, {"campaign", "Spring", "c1"}});
  q.scope.conversion_type = "purchase";
  q.campaign = "c2";
  CHECK(unknown_names(q, small_book()).empty());
  q.scope.source = "purchase";  // a name, but of no source
  CHECK(unknown_names(q, small_book()) == std::vector<unknown_name>{{"source", "purchase", ""}});
  CHECK(sentence_of({"source", "a", "b"}) == "no fact names the source 'a'; did you mean 'b'?");
}
