// Identity, blocks and clustering in memory: what the truth takes for a row, against interning the keys of the same
// rows in flat maps in the same run. In batch, event by event on top of growing numbers of known events, and where one
// key is on ten thousand events. Times are processor time; the ratios come last.
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "bench/dedup_rows.hpp"
#include "bench/processor_time.hpp"
#include "domain/truth.hpp"

namespace {

using namespace hub;
using bench::processor_seconds_of;

constexpr std::size_t chunk = 20'000;  // conversions made at a time
constexpr std::size_t request = 100;   // facts an apply()
constexpr std::size_t hub_events = 10'000;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "wrong total: %s\n", what);
  std::exit(1);
}

/// The least that deduplication needs: the keys of a row (event, order, person), each to a number.
class interned_keys {
 public:
  void take(const std::vector<sealed_fact>& facts) {
    for (const auto& fact : facts) {
      const auto& e = std::get<conversion_event>(fact.body);
      sum_ += events_.try_emplace(fact.key, static_cast<std::uint32_t>(events_.size())).first->second;
      if (!e.order_key.empty())
        sum_ += orders_.try_emplace(content_key(e.order_key), static_cast<std::uint32_t>(orders_.size())).first->second;
      for (const auto& id : e.identifiers)
        sum_ += people_.try_emplace(content_key(id.value), static_cast<std::uint32_t>(people_.size())).first->second;
    }
  }
  std::size_t events() const { return events_.size(); }
  std::size_t size() const { return events_.size() + orders_.size() + people_.size(); }
  std::uint64_t sum() const { return sum_; }

 private:
  boost::unordered_flat_map<key128, std::uint32_t, key128_hash> events_, orders_, people_;
  std::uint64_t sum_ = 0;
};

struct cost {
  double keys = 0, hub = 0;
  std::size_t rows = 0;

  double ratio() const { return hub / keys; }
  double ns(double seconds) const { return 1e9 * seconds / static_cast<double>(rows); }
};

/// Takes *facts* in as the log would bring them back.
void in_batch(std::vector<sealed_fact> facts, truth& hub, interned_keys& keys, cost& sum) {
  sum.rows += facts.size();
  sum.keys += processor_seconds_of([&] { keys.take(facts); });
  sum.hub += processor_seconds_of([&] { hub.reload(std::move(facts)); });
}

cost batch_of(std::size_t conversions, std::uint64_t seed) {
  bench::dedup_rows rows(seed);
  truth hub;
  interned_keys keys;
  cost sum;
  while (rows.conversions() < conversions)
    in_batch(rows.next(std::min(chunk, conversions - rows.conversions())), hub, keys, sum);
  demand(hub.event_count() == rows.rows() && keys.events() == rows.rows(), "events");
  demand(hub.conversion_count() == rows.conversions(), "conversions");
  return sum;
}

/// Seconds that *take* takes for *facts*, a request at a time.
template <class Take>
double by_request(const std::vector<sealed_fact>& facts, Take take) {
  double seconds = 0;
  for (std::size_t i = 0; i < facts.size(); i += request) {
    const auto end = std::min(facts.size(), i + request);
    std::vector<sealed_fact> some(facts.begin() + static_cast<std::ptrdiff_t>(i),
                                  facts.begin() + static_cast<std::ptrdiff_t>(end));
    seconds += processor_seconds_of([&] { take(std::move(some)); });
  }
  return seconds;
}

double applied(truth& hub, const std::vector<sealed_fact>& facts) {
  std::size_t answers = 0;
  truth_delta delta;
  const auto seconds = by_request(facts, [&](std::vector<sealed_fact> some) {
    delta = hub.apply(std::move(some), 0);
    answers += delta.results.size();
  });
  demand(answers == facts.size(), "answers");
  return seconds;
}

/// What an event costs on top of each of the numbers of known events.
std::vector<std::pair<std::size_t, cost>> event_by_event(const std::vector<std::size_t>& known) {
  bench::dedup_rows rows(2);
  truth hub;
  interned_keys keys;
  std::vector<std::pair<std::size_t, cost>> out;
  for (const auto count : known) {
    cost unused;
    while (rows.rows() < count) in_batch(rows.next(chunk), hub, keys, unused);
    const auto before = rows.rows();
    std::vector<cost> rounds;
    for (int round = 0; round < 5; ++round) {
      const auto facts = rows.next(chunk / 4);
      cost c;
      c.rows = facts.size();
      c.keys = processor_seconds_of([&] { keys.take(facts); });
      c.hub = applied(hub, facts);
      rounds.push_back(c);
    }
    std::sort(rounds.begin(), rounds.end(), [](const auto& a, const auto& b) { return a.ratio() < b.ratio(); });
    out.emplace_back(before, rounds[rounds.size() / 2]);
    demand(hub.event_count() == rows.rows() && hub.conversion_count() == rows.conversions(), "after single events");
  }
  return out;
}

/// Identity, blocks and clusters, without the journeys that apply() makes for attribution.
double clustered(truth& hub, const std::vector<sealed_fact>& facts) {
  return by_request(facts, [&](std::vector<sealed_fact> some) { hub.reload(std::move(some)); });
}

/// A flat map of numbered keys: what one exact lookup costs where there are so many.
class key_map {
 public:
  explicit key_map(std::size_t count) {
    known_.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) known_.emplace(content_key(std::to_string(i)), i);
  }
  /// Seconds for *count* lookups of keys that are there, in no order.
  double hits(std::size_t count, std::uint64_t seed) {
    random_numbers random(seed);
    std::vector<key128> asked;
    for (std::size_t i = 0; i < count; ++i) asked.push_back(content_key(std::to_string(random.below(known_.size()))));
    std::uint64_t sum = 0;
    const auto seconds = processor_seconds_of([&] {
      for (const auto& key : asked) sum += known_.find(key)->second;
    });
    demand(sum > 0, "hits");
    return seconds;
  }

 private:
  boost::unordered_flat_map<key128, std::uint32_t, key128_hash> known_;
};

/// An event through identity, blocks and clusters on *known* keys (of events, orders and people), in lookups of a flat map
/// of as many.
void on_known_keys(std::size_t known) {
  constexpr std::size_t lookups = 100'000;
  bench::dedup_rows rows(3);
  truth hub;
  interned_keys keys;
  cost unused;
  while (keys.size() < known) in_batch(rows.next(chunk), hub, keys, unused);
  key_map map(keys.size());
  std::vector<std::pair<double, double>> rounds;  // ns an event, ns a hit
  for (std::uint64_t round = 0; round < 5; ++round) {
    const auto facts = rows.next(chunk / 4);
    const auto event = 1e9 * clustered(hub, facts) / static_cast<double>(facts.size());
    rounds.emplace_back(event, 1e9 * map.hits(lookups, round) / static_cast<double>(lookups));
  }
  demand(hub.event_count() == rows.rows() && hub.conversion_count() == rows.conversions(), "on known keys");
  std::sort(rounds.begin(), rounds.end(), [](auto& a, auto& b) { return a.first / a.second < b.first / b.second; });
  const auto [event, hit] = rounds[rounds.size() / 2];
  std::printf(
      "identity, blocks and clusters on %zu known keys: %.0f ns an event; a lookup among them %.0f ns, ratio %.1f\n",
      keys.size(), event, hit, event / hit);
}

struct hub_cost {
  double ordinary = 0, order = 0, contact = 0;  // ns an event
};

/// What an event costs when one key is on all of them, beside ordinary events of the same number.
hub_cost hub_keys(std::uint64_t seed) {
  const auto of = [](const std::vector<sealed_fact>& facts, std::size_t conversions) {
    truth hub;
    const auto seconds = applied(hub, facts);
    demand(hub.event_count() == facts.size(), "events on a hub key");
    demand(hub.conversion_count() == conversions, "conversions on a hub key");
    return 1e9 * seconds / static_cast<double>(facts.size());
  };
  bench::dedup_rows rows(seed);
  auto plain = rows.next(hub_events);
  hub_cost c;
  c.ordinary = of(plain, rows.conversions());
  c.order = of(bench::one_order(hub_events), hub_events);
  c.contact = of(bench::one_contact(hub_events), hub_events);
  return c;
}

}  // namespace

int main(int argc, char** argv) {
  const auto n = argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 1'000'000;
  std::vector<std::size_t> known = {n / 10, n};
  for (int i = 2; i < argc; ++i) known.push_back(static_cast<std::size_t>(std::atoll(argv[i])));

  std::vector<cost> batches;
  for (std::uint64_t round = 0; round < 5; ++round) batches.push_back(batch_of(n, 1));
  std::sort(batches.begin(), batches.end(), [](const auto& a, const auto& b) { return a.ratio() < b.ratio(); });
  const auto& batch = batches[batches.size() / 2];
  std::printf("%zu rows, %zu conversions, batch:  %6.0f ms, %5.0f ns a row; their keys interned %5.0f ns a row\n",
              batch.rows, n, 1e3 * batch.hub, batch.ns(batch.hub), batch.ns(batch.keys));

  const auto single = event_by_event(known);
  for (const auto& [count, c] : single)
    std::printf("one by one on %9zu known events: %6.0f ns an event; its keys interned %5.0f ns, ratio %.1f\n", count,
                c.ns(c.hub), c.ns(c.keys), c.ratio());

  on_known_keys(10 * n);

  std::vector<double> ordinary, order, contact;
  for (std::uint64_t round = 0; round < 5; ++round) {
    const auto c = hub_keys(round + 1);
    ordinary.push_back(c.ordinary);
    order.push_back(c.order / c.ordinary);
    contact.push_back(c.contact / c.ordinary);
  }
  std::printf("%zu ordinary events: %.0f ns an event\n", hub_events, median(ordinary));
  std::printf("one order id on all of them / ordinary: %.2f\n", median(order));
  std::printf("one contact and amount within an hour / ordinary: %.2f\n", median(contact));
  std::printf("batch / keys interned: %.1f\n", batch.ratio());
  std::printf("one by one on the most known events / keys interned: %.1f\n", single.back().second.ratio());
}
