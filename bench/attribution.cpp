// Five models by campaign over all conversions: the engine, which splits every amount to the minor unit, against a
// plain loop over columns that sums shares as doubles. Both run in turns; the ratio of the medians comes last.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>

#include "bench/processor_time.hpp"
#include "bench/workload.hpp"
#include "domain/credit.hpp"

namespace {

using namespace hub;
using clock_type = std::chrono::steady_clock;

/// What a careful programmer would write for this one question: flat arrays, one pass, tables for the decay.
struct plain_columns {
  std::vector<std::uint32_t> first, last;
  std::vector<std::int64_t> sold, value, at;
  std::vector<std::uint32_t> campaign;
  std::array<double, 1024> fractions{};
  std::array<double, 128> powers{};

  explicit plain_columns(const std::vector<journey_update>& journeys) {
    for (const auto& j : journeys) {
      const auto begin = static_cast<std::uint32_t>(at.size());
      for (const auto& t : j.touches) {
        at.push_back(t.at);
        campaign.push_back(t.campaign);
      }
      for (const auto& c : j.conversions) {
        first.push_back(begin);
        last.push_back(static_cast<std::uint32_t>(at.size()));
        sold.push_back(c.at);
        value.push_back(c.entries[0].amount);
      }
    }
    for (std::size_t i = 0; i < fractions.size(); ++i) fractions[i] = std::exp2(-static_cast<double>(i) / 1024);
    for (std::size_t i = 0; i < powers.size(); ++i) powers[i] = std::exp2(-static_cast<double>(i));
  }

  double decay(std::int64_t age) const {
    const auto steps =
        static_cast<std::uint64_t>(static_cast<double>(age) * (1024.0 / (7.0 * static_cast<double>(day_us))));
    return powers[(steps >> 10) & 127] * fractions[steps & 1023];
  }

  /// Revenue by campaign and model, in doubles.
  std::vector<std::array<double, 5>> scan(std::int64_t lookback) const {
    std::vector<std::array<double, 5>> sums(bench::channel_count + 1 + bench::campaign_count);
    std::array<double, 20> weights{};
    for (std::size_t c = 0; c < first.size(); ++c) {
      auto begin = first[c];
      const auto end = last[c];
      while (begin < end && sold[c] - at[begin] > lookback) ++begin;
      const auto n = end - begin;
      if (n == 0) continue;
      const auto v = static_cast<double>(value[c]);
      sums[campaign[begin]][0] += v;
      sums[campaign[end - 1]][1] += v;
      double total = 0;
      for (std::uint32_t i = 0; i < n; ++i) total += weights[i] = decay(at[end - 1] - at[begin + i]);
      for (std::uint32_t i = 0; i < n; ++i) {
        auto& row = sums[campaign[begin + i]];
        row[2] += v / n;
        row[3] += v * weights[i] / total;
        row[4] += v * (n == 1 ? 1 : n == 2 ? 0.5 : i == 0 || i + 1 == n ? 0.4 : 0.2 / (n - 2));
      }
    }
    return sums;
  }
};

double seconds_of(const std::function<void()>& work) {
  const auto started = clock_type::now();
  work();
  return std::chrono::duration<double>(clock_type::now() - started).count();
}

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

credit_query five_models() {
  credit_query q;
  q.models = {all_models, all_models + model_count};
  q.group_by = {dimension::campaign};
  q.currency = parse_currency("EUR").value();
  return q;
}

void check(const credit_partial& got, const std::vector<std::array<double, 5>>& plain, std::int64_t booked) {
  for (std::size_t m = 0; m < model_count; ++m) {
    std::int64_t sum = got.unattributed[m].revenue;
    for (const auto& row : got.rows) {
      sum += row.models[m].revenue;
      const auto other = plain[row.key.first][m];
      if (std::fabs(static_cast<double>(row.models[m].revenue) - other) > 1e-3 * other + 1000) std::abort();
    }
    if (sum != booked) std::abort();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto n = argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 1'000'000;
  constexpr int rounds = 11;
  auto load = bench::make_workload(n, 1);
  const plain_columns plain(load.journeys);
  journey_columns one;
  std::array<journey_columns, 2> two;
  for (const auto& j : load.journeys) {
    two[(j.journey / 2) % 2].apply(j);
    one.apply(j);
  }
  const auto query = five_models();
  std::vector<double> loop_times, engine_times, two_times;
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::array<double, 5>> sums;
    credit_partial all;
    loop_times.push_back(bench::processor_seconds_of([&] { sums = plain.scan(query.rules.lookback_us); }));
    engine_times.push_back(bench::processor_seconds_of([&] { all = credit(one, query); }));
    two_times.push_back(seconds_of([&] {
      credit_partial left, right;
      std::thread other([&] { right = credit(two[1], query); });
      left = credit(two[0], query);
      other.join();
      merge(left, std::move(right));
    }));
    check(all, sums, load.booked);
  }
  const auto count = static_cast<double>(n);
  std::printf("conversions %zu, their touches %zu, journeys without one %zu\n", n, load.touches, n);
  std::printf("bytes a conversion with its touches and a journey that led nowhere: %.0f\n",
              static_cast<double>(one.bytes()) / count);
  std::printf("plain loop, doubles         %8.1f ms  %6.1f ns a conversion\n", 1e3 * median(loop_times),
              1e9 * median(loop_times) / count);
  std::printf("engine, one shard           %8.1f ms  %6.1f ns a conversion\n", 1e3 * median(engine_times),
              1e9 * median(engine_times) / count);
  std::printf("engine, two shards          %8.1f ms  %6.1f ns a conversion\n", 1e3 * median(two_times),
              1e9 * median(two_times) / count);
  std::printf("engine / plain loop: %.2f\n", median(engine_times) / median(loop_times));
}
