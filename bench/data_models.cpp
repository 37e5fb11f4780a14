// Markov and Shapley over a million conversions: tally and mathematics of the engine against a plain loop that counts the
// transitions between touches, and nothing else. In turns; the ratio of the medians comes last.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/processor_time.hpp"
#include "bench/workload.hpp"
#include "domain/data_credit.hpp"

namespace {

using namespace hub;

/// Journeys by one dimension in flat arrays; states from 1 on.
struct plain_journeys {
  std::vector<std::uint32_t> begins{0};
  std::vector<std::uint32_t> names;
  std::vector<std::int64_t> at, sold;  ///< sold: 0 for a journey that led nowhere
  std::size_t states = 0;

  plain_journeys(const std::vector<journey_update>& journeys, dimension by, std::size_t most) : states(most) {
    for (const auto& j : journeys) {
      for (const auto& t : j.touches) {
        names.push_back(by == dimension::campaign ? t.campaign : t.channel);
        at.push_back(t.at);
      }
      begins.push_back(static_cast<std::uint32_t>(names.size()));
      sold.push_back(j.conversions.empty() ? 0 : j.conversions[0].at);
    }
  }

  /// How often each state came after each; 0 is the start, the last two columns are the ends.
  std::vector<std::uint32_t> count(std::int64_t lookback) const {
    const auto width = states + 3;
    std::vector<std::uint32_t> counts(width * (states + 1));
    for (std::size_t j = 0; j + 1 < begins.size(); ++j) {
      auto begin = begins[j];
      const auto end = begins[j + 1];
      if (sold[j] != 0)
        while (begin < end && sold[j] - at[begin] > lookback) ++begin;
      if (begin == end) continue;
      std::size_t from = 0;
      for (auto i = begin; i < end; ++i) {
        ++counts[from * width + names[i]];
        from = names[i];
      }
      ++counts[from * width + states + (sold[j] != 0 ? 1 : 2)];
    }
    return counts;
  }
};

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

struct question {
  const char* name;
  model which;
  dimension by;
  int order = 1;
  shapley_game game = shapley_game::set;
  bool intervals = false;
  int rounds = 7;
};

constexpr question questions[] = {
    {"markov, 12 channels", model::markov, dimension::channel},
    {"markov, 200 campaigns", model::markov, dimension::campaign},
    {"shapley, 12 channels", model::shapley, dimension::channel},
    {"shapley, conversion rate, 12 ch.", model::shapley, dimension::channel, 1, shapley_game::conversion_rate},
    {"markov order 2, 12 channels", model::markov, dimension::channel, 2, shapley_game::set, false, 3},
    {"markov order 3, 12 channels", model::markov, dimension::channel, 3, shapley_game::set, false, 3},
    {"markov, 12 channels, intervals", model::markov, dimension::channel, 1, shapley_game::set, true, 1},
};

}  // namespace

int main(int argc, char** argv) {
  const auto n = argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 1'000'000;
  const auto load = bench::make_workload(n, 1);
  journey_columns columns;
  for (const auto& j : load.journeys) columns.apply(j);
  report_book book;
  for (std::uint32_t i = 0; i < bench::channel_count + bench::campaign_count; ++i)
    book.names.intern("name " + std::to_string(100 + i));
  std::printf("conversions %zu, their touches %zu, journeys without one %zu\n", n, load.touches, n);
  std::printf("%-34s %10s %10s %10s %8s\n", "", "loop", "tally", "in all", "ratio");
  for (const auto& asked : questions) {
    const plain_journeys plain(
        load.journeys, asked.by,
        asked.by == dimension::channel ? bench::channel_count : bench::channel_count + bench::campaign_count);
    report_query query;
    query.models = {asked.which};
    query.group_by = {asked.by};
    query.currency = parse_currency("EUR").value();
    query.data_models = {asked.order, asked.game, 1, asked.intervals, 1};
    const auto shard_query = resolve(query, book);
    std::vector<double> loops, tallies, all;
    for (int round = 0; round < asked.rounds; ++round) {
      std::size_t counted = 0;
      loops.push_back(bench::processor_seconds_of([&] {
        for (const auto c : plain.count(query.rules.lookback_us)) counted += c;
      }));
      if (counted < load.touches) std::abort();
      journey_tally counts;
      const auto of_tally = bench::processor_seconds_of([&] { counts = tally(columns, shard_query); });
      std::optional<credit_partial> credited;
      const auto of_rest = bench::processor_seconds_of([&] {
        const auto found = learn(query, counts, state_names(query, book, counts)).value();
        credited = with_findings(query, {}, counts, found);
      });
      std::int64_t sum = credited->unattributed[0].revenue;
      for (const auto& row : credited->rows) sum += row.models[0].revenue;
      if (sum != load.booked) std::abort();
      tallies.push_back(of_tally);
      all.push_back(of_tally + of_rest);
    }
    std::printf("%-34s %7.1f ms %7.1f ms %7.1f ms %8.2f\n", asked.name, 1e3 * median(loops), 1e3 * median(tallies),
                1e3 * median(all), median(all) / median(loops));
  }
}
