#include "bench/ingest/measure.hpp"

#include <stdexcept>

#include "bench/ingest/figures.hpp"
#include "bench/ingest/load.hpp"

namespace hub::bench {
namespace {

std::vector<std::string> requests_of(conversion_stream& made, std::size_t events, std::size_t per_request) {
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < events; i += per_request) requests.push_back(made.request(per_request));
  return requests;
}

template <class F>
double median_of(const std::vector<round_figures>& rounds, F&& value) {
  std::vector<double> values;
  for (const auto& each : rounds) values.push_back(value(each));
  return quantile(std::move(values), 0.5);
}

double rate_of(const std::vector<round_figures>& rounds, std::size_t from, std::size_t end) {
  double events = 0;
  double seconds = 0;
  for (auto i = from; i < end; ++i) {
    events += rounds[i].events;
    seconds += rounds[i].hub_seconds;
  }
  return events / seconds;
}

/// The raw loop's half of a round. The rows are the hub's own, so each has to be there exactly once.
double repeat_in_raw(const bench_stage& stage, const sending& way, std::uint64_t before) {
  const auto facts = facts_after(stage.hub.data(), static_cast<std::int64_t>(before));
  if (facts.size() != stage.made.events() - before)
    throw std::runtime_error("the hub acknowledged " + std::to_string(stage.made.events() - before) +
                             " events and its log has " + std::to_string(facts.size()) + " of them");
  return stage.raw.insert(facts, way.per_transaction);
}

}  // namespace

double sending_figures::events() const {
  double sum = 0;
  for (const auto& each : rounds) sum += each.events;
  return sum;
}

double sending_figures::hub_rate() const {
  return median_of(rounds, [](const round_figures& r) { return r.events / r.hub_seconds; });
}

double sending_figures::raw_rate() const {
  return median_of(rounds, [](const round_figures& r) { return r.events / r.raw_seconds; });
}

double sending_figures::ratio() const {
  return median_of(rounds, [](const round_figures& r) { return r.raw_seconds / r.hub_seconds; });
}

double sending_figures::flatness() const {
  const auto half = rounds.size() / 2;
  return rate_of(rounds, half, 2 * half) / rate_of(rounds, 0, half);
}

sending_figures measure(const bench_stage& stage, const sending& way) {
  sending_figures figures;
  for (std::size_t i = 0; i < way.rounds; ++i) {
    const auto before = stage.made.events();
    const auto requests = requests_of(stage.made, way.events / way.rounds, way.per_request);
    const auto commits = stage.hub.commits();
    const auto cpu = stage.hub.cpu_seconds();
    auto sent = drive(stage.hub.port(), requests, way.connections);
    figures.cpu_seconds += stage.hub.cpu_seconds() - cpu;
    figures.commits += stage.hub.commits() - commits;
    figures.latencies.insert(figures.latencies.end(), sent.latencies.begin(), sent.latencies.end());
    const auto events = static_cast<double>(stage.made.events() - before);
    figures.rounds.push_back({events, sent.seconds, repeat_in_raw(stage, way, before)});
  }
  return figures;
}

}  // namespace hub::bench
