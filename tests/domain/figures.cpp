#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "domain/figure_reports.hpp"
#include "journeys_made.hpp"

using namespace hub;
using namespace hub::made;

namespace {

journey_columns filled(const std::vector<journey_update>& journeys) {
  journey_columns columns;
  for (const auto& j : journeys) columns.apply(j);
  return columns;
}

/// Every conversion is of the contact whose journey it stands in.
std::vector<journey_update> owned(std::vector<journey_update> journeys) {
  for (auto& j : journeys)
    for (auto& c : j.conversions) c.contact = static_cast<std::uint32_t>(j.journey);
  return journeys;
}

path_query any_paths() {
  path_query q;
  q.scope = any_query();
  q.by = *rc::gen::element(dimension::channel, dimension::campaign, dimension::source_medium);
  q.transform =
      *rc::gen::element(path_transform::exposure, path_transform::none, path_transform::unique, path_transform::first);
  return q;
}

/// Every figure that a report of paths shows, as what it counts.
std::vector<path_part> figures_of(const path_partial& report) {
  std::vector<path_part> all;
  report.patterns.for_each(
      [&](auto steps, const auto&) { all.emplace_back().path = std::vector(steps.begin(), steps.end()); });
  for (const auto& [pair, count] : report.transitions) all.emplace_back().transition = pair;
  for (const auto& [name, role] : report.roles) {
    all.emplace_back().opener = name;
    all.emplace_back().assist = name;
    all.emplace_back().closer = name;
  }
  for (const auto& [length, count] : report.lengths) {
    auto& part = all.emplace_back();
    part.least_touches = part.most_touches = length;
  }
  for (const auto seconds : report.seconds) {
    auto& part = all.emplace_back();
    part.least_seconds = part.most_seconds = seconds;
  }
  return all;
}

cohort_query any_cohorts() {
  cohort_query q{all_models_by_campaign(), *rc::gen::inRange<instant>(0, 130) * day_us};
  q.credit.models = {*rc::gen::element(model::first_touch, model::linear, model::time_decay, model::w_shaped)};
  q.credit.rules = any_rules();
  return q;
}

/// The pages of a question put together, by asking on after each.
template <class Partial, class Query, class Scan>
Partial all_pages(Query query, Scan scan) {
  Partial whole = scan(query);
  auto page = std::exchange(whole.page, {});
  query.limit = *rc::gen::inRange<std::size_t>(1, 4);
  for (bool more = true; more;) {
    auto next = scan(query);
    RC_ASSERT(next.sum_only() == whole.sum_only());
    more = next.page.size() > query.limit;
    if (more) next.page.resize(query.limit);
    for (auto& each : next.page) whole.page.push_back(std::move(each));
    if (more) query.after = page_position{whole.page.back().at, whole.page.back().id};
  }
  RC_ASSERT(whole.page.size() == page.size());
  for (std::size_t i = 0; i < page.size(); ++i) RC_ASSERT(whole.page[i].id == page[i].id);
  return whole;
}

struct path_cell_seen : path_cell_partial {
  auto sum_only() const { return std::tuple(conversions, counted, revenue, reported, reported_revenue); }
};
struct cohort_cell_seen : cohort_cell_partial {
  auto sum_only() const { return std::tuple(contacts, sum.customers.value(), sum.total(), reported.total()); }
};

}  // namespace

TEST_CASE("the conversions of every figure of a path report are as many as it says and worth as much",
          "[domain][figures]") {
  rc::prop("", [] {
    const auto columns = filled(any_journeys());
    const auto q = any_paths();
    const auto report = scan_paths(columns, q);
    for (const auto& part : figures_of(report)) {
      const auto got = scan_path_cell(columns, {q, part, std::nullopt, 1000});
      RC_ASSERT(got.counted == got.reported);
      RC_ASSERT(got.conversions == got.page.size());
      std::int64_t revenue = 0;
      std::uint64_t counted = 0;
      for (const auto& c : got.page) {
        revenue += c.revenue;
        counted += c.times;
      }
      RC_ASSERT(revenue == got.revenue);
      RC_ASSERT(counted == got.counted);
      if (!part.path) continue;
      const auto pattern = report.patterns.of(*part.path);
      RC_ASSERT(got.reported == pattern.conversions);
      RC_ASSERT(got.revenue == pattern.revenue);
      RC_ASSERT(got.reported_revenue == pattern.revenue);
    }
  });
}

TEST_CASE("pages and shards of a path figure put together are the figure", "[domain][figures]") {
  rc::prop("", [] {
    const auto journeys = any_journeys();
    const auto columns = filled(journeys);
    const auto q = any_paths();
    const auto all = figures_of(scan_paths(columns, q));
    if (all.empty()) return;
    const path_cell_query cell{q, *rc::gen::elementOf(all), std::nullopt, 1000};
    const auto whole = all_pages<path_cell_seen>(
        cell, [&](const path_cell_query& asked) { return path_cell_seen{scan_path_cell(columns, asked)}; });
    std::vector<journey_columns> shards(3);
    for (const auto& j : journeys) shards[*rc::gen::inRange<std::size_t>(0, 3)].apply(j);
    path_cell_seen merged;
    for (const auto& shard : shards) merge(merged, scan_path_cell(shard, cell), cell.limit);
    RC_ASSERT(merged.sum_only() == whole.sum_only());
    RC_ASSERT(merged.page.size() == whole.page.size());
  });
}

TEST_CASE("the customers of every cohort add up to what the report shows of it", "[domain][figures]") {
  rc::prop("", [] {
    const auto journeys = owned(any_journeys());
    const auto columns = filled(journeys);
    const auto q = any_cohorts();
    const auto report = scan_cohorts(columns, q);
    std::map<std::int32_t, std::int64_t> by_month;
    for (const auto& [key, sum] : report.cohorts) {
      by_month[key.month] += sum.total();
      const cohort_cell_query cell{q, key.month, key.group, std::nullopt, 1000};
      const auto whole = all_pages<cohort_cell_seen>(
          cell, [&](const cohort_cell_query& asked) { return cohort_cell_seen{scan_cohort_cell(columns, asked)}; });
      RC_ASSERT(whole.reported == sum);
      RC_ASSERT(whole.sum.customers == sum.customers);
      for (const std::int32_t days : {0, 7, 1000})
        RC_ASSERT(revenue_until(whole.sum, days) == revenue_until(sum, days));
      std::int64_t revenue = 0;
      for (const auto& c : whole.page) revenue += c.sum.total();
      RC_ASSERT(revenue == sum.total());
    }
    for (const auto& [month, revenue] : by_month) {
      const auto all = scan_cohort_cell(columns, {q, month, std::nullopt, std::nullopt, 1000});
      RC_ASSERT(all.sum.total() == revenue);
      RC_ASSERT(all.sum.customers.units == 0);  // whole customers
      RC_ASSERT(static_cast<std::uint64_t>(all.sum.customers.whole) == all.contacts);
    }
  });
}

TEST_CASE("a figure is asked for in the words of the report, and what it does not have is refused with its place",
          "[domain][figures]") {
  report_book book;
  const auto spring = book.names.intern("c1"), email = book.names.intern("Email");
  book.labels[spring] = book.names.intern("Spring");
  journey_update journey{1, {click(day(1), spring)}, {sale(day(2), 100)}};
  journey.touches[0].channel = email;
  book.known.note(journey);
  report_query q;
  CHECK(find_figure(q, book, {{"Email", "(direct)"}, {}, {}, {}, {}, {}, {}, {}})->path ==
        std::vector<name_id>{email, direct_group});
  CHECK(find_figure(q, book, {{}, {}, {}, {}, "(start)", "Email", {}, {}})->transition == std::pair(path_start, email));
  CHECK(find_figure(q, book, {{}, {}, {}, {}, {}, {}, "11+", {}})->least_touches == 11);
  const auto lag = find_figure(q, book, {{}, {}, {}, {}, {}, {}, {}, "3-7"});
  CHECK(lag->least_seconds == 3 * 86'400);
  CHECK(lag->most_seconds == 8 * 86'400 - 1);
  CHECK(find_figure(q, book, {{}, "Emial", {}, {}, {}, {}, {}, {}}).error().pointer == "opener");
  CHECK(find_figure(q, book, {{}, {}, {}, {}, {}, {}, "12", {}}).error().code == "figure-unknown");
  CHECK(find_figure(q, book, {{}, {}, {}, {}, {}, {}, {}, "4"}).error().pointer == "days");
  q.path_dimension = dimension::campaign;
  CHECK(find_figure(q, book, {{}, {}, {}, "Spring", {}, {}, {}, {}})->closer == spring);
  CHECK(find_figure(q, book, {{}, {}, {}, "c1", {}, {}, {}, {}})->closer == spring);
  CHECK(find_cohort(q, book, {"1970-13", {}, {}}).error().pointer == "cohort");
  CHECK(find_cohort(q, book, {"1970-02", "c1", {}})->group == spring);
  CHECK(find_cohort(q, book, {"1970-02", "(unattributed)", {}})->group == unattributed_group);
}
