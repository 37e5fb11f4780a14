// Paths over a million conversions: the report of the engine (patterns, names, lengths, times, transitions, roles) against
// a plain loop that counts patterns, names and lengths, and nothing else. In turns; the ratio of the medians comes last.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/processor_time.hpp"
#include "bench/workload.hpp"
#include "domain/large_memory.hpp"
#include "domain/paths.hpp"
#include "domain/report.hpp"

namespace {

using namespace hub;

/// Journeys by one dimension in flat arrays.
struct plain_journeys {
  struct pattern {
    std::uint64_t hash = 0;
    std::uint32_t conversions = 0, without = 0;
    std::int64_t revenue = 0;
  };
  struct counts {
    large_vector<pattern> patterns;
    std::vector<std::uint64_t> names;
    std::array<std::uint64_t, 64> lengths{};
    std::uint64_t distinct = 0;
  };
  std::vector<std::uint32_t> begins{0};
  std::vector<std::uint32_t> names;
  std::vector<std::int64_t> at, sold, value;  ///< sold: 0 for a journey that led nowhere

  plain_journeys(const std::vector<journey_update>& journeys, dimension by) {
    for (const auto& j : journeys) {
      for (const auto& t : j.touches) {
        names.push_back(by == dimension::campaign ? t.campaign : t.channel);
        at.push_back(t.at);
      }
      begins.push_back(static_cast<std::uint32_t>(names.size()));
      sold.push_back(j.conversions.empty() ? 0 : j.conversions[0].at);
      value.push_back(j.conversions.empty() ? 0 : j.conversions[0].entries[0].amount);
    }
  }

  /// Patterns without repeated steps, told apart by their hash alone, in a table that is large enough.
  counts count(std::int64_t lookback) const {
    counts all{large_vector<pattern>(std::bit_ceil(begins.size())),
               std::vector<std::uint64_t>(bench::channel_count + bench::campaign_count + 1)};
    const auto mask = all.patterns.size() - 1;
    for (std::size_t j = 0; j + 1 < begins.size(); ++j) {
      auto begin = begins[j];
      const auto end = begins[j + 1];
      const bool converts = sold[j] != 0;
      if (converts)
        while (begin < end && sold[j] - at[begin] > lookback) ++begin;
      if (begin == end) continue;
      std::uint64_t hash = 0xA076'1D64'78BD'642FULL;
      std::uint32_t last = 0;
      for (auto i = begin; i < end; ++i) {
        if (converts) ++all.names[names[i]];
        if (names[i] != last) hash = (hash ^ names[i]) * 0x9E37'79B9'7F4A'7C15ULL;
        last = names[i];
      }
      if (converts) ++all.lengths[end - begin];
      auto slot = hash >> 40 & mask;
      while (all.patterns[slot].hash != 0 && all.patterns[slot].hash != hash) slot = (slot + 1) & mask;
      auto& of_path = all.patterns[slot];
      of_path.hash = hash;
      if (converts && of_path.conversions == 0) ++all.distinct;
      ++(converts ? of_path.conversions : of_path.without);
      of_path.revenue += value[j];
    }
    return all;
  }
};

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const auto n = argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 1'000'000;
  constexpr int rounds = 5;
  const auto load = bench::make_workload(n, 1);
  journey_columns columns;
  for (const auto& j : load.journeys) columns.apply(j);
  report_book book;
  for (std::uint32_t i = 0; i < bench::channel_count + bench::campaign_count; ++i)
    book.names.intern("name " + std::to_string(100 + i));
  std::printf("conversions %zu, their touches %zu, journeys without one %zu\n", n, load.touches, n);
  std::printf("%-24s %10s %10s %10s %8s\n", "", "loop", "scan", "in all", "ratio");
  for (const auto by : {dimension::channel, dimension::campaign}) {
    const plain_journeys plain(load.journeys, by);
    report_query query;
    query.currency = parse_currency("EUR").value();
    query.path_dimension = by;
    const path_query asked{resolve(query, book), by, query.transform};
    std::vector<double> loops, scans, all;
    for (int round = 0; round < rounds; ++round) {
      plain_journeys::counts counted;
      loops.push_back(bench::processor_seconds_of([&] { counted = plain.count(query.rules.lookback_us); }));
      path_partial partial;
      const auto of_scan = bench::processor_seconds_of([&] { partial = scan_paths(columns, asked); });
      path_report report;
      const auto of_report = bench::processor_seconds_of([&] { report = make_paths(query, book, std::move(partial)); });
      if (report.unique_patterns != counted.distinct || report.touches != load.touches) std::abort();
      scans.push_back(of_scan);
      all.push_back(of_scan + of_report);
    }
    const auto name = by == dimension::channel ? "paths, 12 channels" : "paths, 200 campaigns";
    std::printf("%-24s %7.1f ms %7.1f ms %7.1f ms %8.2f\n", name, 1e3 * median(loops), 1e3 * median(scans),
                1e3 * median(all), median(all) / median(loops));
  }
}
