#include "bench/workload.hpp"

#include <algorithm>
#include <cmath>

#include "domain/money.hpp"
#include "domain/time.hpp"

namespace hub::bench {
namespace {

constexpr instant first_day = 1'760'000'000 * second_us;
constexpr std::int64_t days = 90;

/// Campaign ranks by Zipf's law, as a table to search.
std::vector<double> zipf() {
  std::vector<double> cumulative;
  double sum = 0;
  for (std::uint32_t rank = 1; rank <= campaign_count; ++rank) cumulative.push_back(sum += 1.0 / rank);
  for (auto& c : cumulative) c /= sum;
  return cumulative;
}

std::size_t journey_length(random_numbers& random) {
  std::size_t length = 1;
  while (length < 20 && random.uniform() < 0.75) ++length;
  return length;
}

std::int64_t order_value(random_numbers& random) {
  const auto normal = std::sqrt(-2 * std::log(1 - random.uniform())) * std::cos(2 * M_PI * random.uniform());
  return static_cast<std::int64_t>(std::exp(8.5 + 0.8 * normal)) + 1;
}

journey_touch touch_at(instant at, random_numbers& random, const std::vector<double>& campaigns) {
  journey_touch t;
  t.at = at;
  const auto campaign = std::lower_bound(campaigns.begin(), campaigns.end(), random.uniform()) - campaigns.begin();
  t.campaign = channel_count + 1 + static_cast<name_id>(campaign);
  t.channel = 1 + t.campaign % channel_count;
  return t;
}

}  // namespace

workload make_workload(std::size_t conversions, std::uint64_t seed) {
  random_numbers random(seed);
  const auto campaigns = zipf();
  const auto eur = parse_currency("EUR").value();
  workload w;
  w.conversions = conversions;
  for (std::size_t i = 0; i < 2 * conversions; ++i) {
    const bool converts = i % 2 == 0;
    journey_update j;
    j.journey = i;
    const auto sold = first_day + static_cast<std::int64_t>(random.below(days * 86'400)) * second_us;
    const auto length = journey_length(random);
    for (std::size_t t = 0; t < length; ++t)
      j.touches.push_back(
          touch_at(sold - static_cast<std::int64_t>(random.below(45 * 86'400)) * second_us, random, campaigns));
    std::sort(j.touches.begin(), j.touches.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    if (converts) {
      journey_conversion c;
      c.id = {i, i};
      c.at = sold;
      c.currency = eur;
      c.has_value = true;
      c.types = {1};
      c.sources = {1};
      c.type = c.source = 1;
      c.entries.push_back({sold, order_value(random), 1, entry_kind::sale});
      c.seqs = {i + 1};
      w.booked += c.entries[0].amount;
      w.touches += length;
      j.conversions.push_back(std::move(c));
    }
    w.journeys.push_back(std::move(j));
  }
  return w;
}

}  // namespace hub::bench
