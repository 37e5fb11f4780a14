// The results of other attribution tools, reproduced by the whole engine: facts, identity, journeys, credit.
#include <catch2/catch.hpp>
#include <sstream>

#include "case_files.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

/// Compares a report with an expected file, channel by channel; keys that earn nothing may be left out.
void check_conversions(const attribution_report& report, const std::map<std::string, double>& wanted, double absolute) {
  std::map<std::string, double> got;
  for (const auto& row : report.rows)
    got[row.group[0] == "(direct)" ? "direct" : row.group[0]] = row.models[0].conversions.value();
  for (const auto& [key, value] : wanted) {
    INFO(key);
    CHECK(got[key] == Approx(value).margin(absolute).epsilon(1e-9));
  }
  for (const auto& [key, value] : got) {
    INFO(key);
    CHECK(wanted.count(key) == 1);
  }
  CHECK(report.reconciles());
}

}  // namespace

TEST_CASE("the three paths of eeghor/mta are credited as its tests assert", "[domain][cases]") {
  const auto engine = load_case("05a_mta_three_paths");
  const std::string folder = "05a_mta_three_paths/";
  check_conversions(engine.report(model::first_touch), expected(folder + "expected_first.csv", "conversions"), 1e-9);
  check_conversions(engine.report(model::last_touch), expected(folder + "expected_last.csv", "conversions"), 1e-9);
  check_conversions(engine.report(model::linear), expected(folder + "expected_linear.csv", "conversions"), 1e-9);
  check_conversions(engine.report(model::position_based), expected(folder + "expected_position.csv", "conversions"),
                    1e-9);
}

TEST_CASE("a repeated channel earns once per touch", "[domain][cases]") {
  check_conversions(load_case("05b_mta_repeats").report(model::linear),
                    expected("05b_mta_repeats/expected_linear.csv", "conversions"), 1e-9);
}

TEST_CASE("the last of three touches takes the one conversion", "[domain][cases]") {
  const auto report = load_case("07_jerednel_readme").report(model::last_touch);
  REQUIRE(report.rows.size() == 1);
  CHECK(report.rows[0].group[0] == "cthree");
  CHECK(report.rows[0].models[0].conversions.value() == 1);
}

TEST_CASE("two hundred sales are credited as the toolkit's SQL does", "[domain][cases]") {
  const auto engine = load_case("12_toolkit_200_sales");
  for (const auto& [m, file] :
       {std::pair(model::linear, "expected_linear.csv"), std::pair(model::time_decay, "expected_time_decay.csv")}) {
    const auto report = engine.report(m);
    const std::string path = std::string("12_toolkit_200_sales/") + file;
    check_conversions(report, expected(path, "conversions"), 1e-6);
    // Each of the 117 sales with a click may differ by a rounded cent.
    for (const auto& row : report.rows)
      CHECK(static_cast<double>(row.models[0].revenue) / 100 ==
            Approx(expected(path, "value")[row.group[0]]).margin(1.17));
    CHECK(report.booked.front() == 748745510);
    CHECK(report.unattributed[0].conversions.value() == 83);
  }
}

TEST_CASE("first and last touch pick one of the channels tied at the first or last instant", "[domain][cases]") {
  const auto engine = load_case("12_toolkit_200_sales");
  for (const auto& [m, file] : {std::pair(model::first_touch, "expected_first_allowed.csv"),
                                std::pair(model::last_touch, "expected_last_allowed.csv")}) {
    std::map<std::string, std::string> allowed;
    for (const auto& line : read_case(TEST_DATA "/cases/12_toolkit_200_sales/" + std::string(file)))
      allowed["cv_" + to_hex(event_key("manual", line.at("conversion_id")))] = line.at("allowed_channels");
    std::size_t credited = 0;
    touch_rules rules;
    rules.lookback_us = 0;
    for (const auto& r : engine.columns.rows()) {
      const auto one = credit_one(engine.columns, r, m, {}, rules);
      if (one.touches.empty()) continue;
      ++credited;
      const auto picked =
          static_cast<std::size_t>(std::find(one.weights.begin(), one.weights.end(), 1.0) - one.weights.begin());
      REQUIRE(picked < one.touches.size());
      const auto channel = engine.book.names.text(engine.columns.channel()[one.touches[picked]]);
      const auto& set = allowed.at(conversion_id(engine.columns.detail(r).id));
      INFO(channel << " in " << set);
      CHECK(("|" + set + "|").find("|" + channel + "|") != std::string::npos);
    }
    CHECK(credited == allowed.size());
  }
}

TEST_CASE("shapley values are those that eeghor/mta asserts", "[domain][cases]") {
  data_model_params how;
  how.min_conversions = 10;
  for (const auto* name : {"05c_mta_shapley", "05d_mta_shapley4"}) {
    const auto report = load_case(name).report(model::shapley, dimension::channel, how);
    check_conversions(report, expected(std::string(name) + "/expected_shapley.csv", "conversions"), 1e-9);
  }
}

TEST_CASE("removal effects are those of the well-known three journeys", "[domain][cases]") {
  data_model_params how;
  how.min_conversions = 1;
  const std::string folder = "07_jerednel_readme/";
  const auto report = load_case("07_jerednel_readme").report(model::markov, dimension::channel, how);
  for (const auto& [file, tolerance] :
       {std::pair("expected_markov.csv", 1e-12), std::pair("expected_ca_markov_simulated.csv", 0.003)}) {
    check_conversions(report, expected(folder + file, "conversions"), tolerance);
    const auto effects = expected(folder + file, "removal_effect");
    const auto& f = report.findings;
    REQUIRE(f.names.size() == effects.size());
    for (std::size_t s = 0; s < f.names.size(); ++s)
      CHECK(f.models[0].effects[s] == Approx(effects.at(f.names[s])).margin(tolerance).epsilon(0));
  }
}

TEST_CASE("shapley values over twenty channels are those of the simplified model", "[domain][cases]") {
  const auto report = load_case("14_zhao_shapley_2392").report(model::shapley);
  check_conversions(report, expected("14_zhao_shapley_2392/expected_shapley.csv", "conversions"), 1e-8);
}
