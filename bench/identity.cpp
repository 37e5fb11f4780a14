// The identity graph as it grows, against plain interning of the same keys in a flat map, in turns; and what a hub costs:
// an address or a device that everybody uses, one person of two addresses with a long history.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>

#include "bench/workload.hpp"
#include "domain/identity_graph.hpp"

namespace {

using namespace hub;
using clock_type = std::chrono::steady_clock;

constexpr std::size_t batch_events = 1'000;
constexpr int rounds = 5;

struct event {
  instant at = 0;
  std::string id;
  std::vector<identifier> identifiers;
};

std::string number(std::string_view prefix, std::uint64_t n) { return std::string(prefix) + std::to_string(n); }

/// Events of *people*, in time order but for a skew of minutes: who bought names an address, who only looked a device,
/// every third a click id that nobody has seen.
class stream {
 public:
  stream(std::uint64_t people, std::uint64_t seed) : people_(people), random_(seed) {}

  event next() {
    const auto who = random_.below(people_);
    event e;
    e.at = static_cast<instant>(++told_) * second_us - static_cast<instant>(random_.below(300)) * second_us;
    e.id = number("e", told_);
    const auto what = random_.below(6);
    if (what < 2) e.identifiers.push_back({identifier_kind::email, number("mail-of-somebody-", who), true});
    if (what == 0) e.identifiers.push_back({identifier_kind::phone, number("phone-of-somebody-", who), true});
    e.identifiers.push_back({identifier_kind::anonymous_id, number("device-", who * 2 + random_.below(2)), true});
    if (what % 3 == 2) e.identifiers.push_back({identifier_kind::gclid, number("click-", told_), true});
    return e;
  }

 private:
  std::uint64_t people_;
  bench::random_numbers random_;
  std::uint64_t told_ = 0;
};

double ns_per_event(clock_type::time_point since, std::size_t events) {
  return std::chrono::duration<double, std::nano>(clock_type::now() - since).count() / static_cast<double>(events);
}

/// A graph and the texts its records refer to.
struct graph_under_test {
  text_arena texts;
  identity_graph graph;
  std::vector<std::uint32_t> changed;
  std::size_t told = 0, moved = 0;

  /// @return nanoseconds an event
  double tell(const std::vector<event>& events, std::size_t batch = batch_events) {
    const auto begin = clock_type::now();
    for (std::size_t i = 0; i < events.size(); ++i) {
      graph.add(events[i].at, "manual", texts.add(events[i].id), events[i].identifiers);
      if ((i + 1) % batch != 0 && i + 1 != events.size()) continue;
      graph.settle(changed);
      moved += changed.size();
      changed.clear();
    }
    told += events.size();
    return ns_per_event(begin, events.size());
  }
};

double intern(boost::unordered_flat_map<key128, std::uint32_t, key128_hash>& keys, const std::vector<event>& events) {
  const auto begin = clock_type::now();
  for (const auto& e : events)
    for (const auto& id : e.identifiers) keys.try_emplace(identifier_key(id), static_cast<std::uint32_t>(keys.size()));
  return ns_per_event(begin, events.size());
}

double median(std::vector<double> list) {
  std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(list.size() / 2), list.end());
  return list[list.size() / 2];
}

std::vector<event> take(stream& from, std::size_t events) {
  std::vector<event> out(events);
  for (auto& e : out) e = from.next();
  return out;
}

void grow(std::size_t identifiers) {
  graph_under_test hub;
  boost::unordered_flat_map<key128, std::uint32_t, key128_hash> keys;
  stream events(identifiers / 5, 1);
  constexpr std::size_t chunk = 100'000;
  while (hub.graph.identifier_count() < identifiers) {
    const auto some = take(events, std::min(chunk, identifiers / 10));
    hub.tell(some);
    intern(keys, some);
  }
  std::vector<double> graph_ns, plain_ns;
  for (int round = 0; round < rounds; ++round) {
    const auto some = take(events, std::min(chunk, identifiers / 10));
    graph_ns.push_back(hub.tell(some));
    plain_ns.push_back(intern(keys, some));
  }
  if (keys.size() != hub.graph.identifier_count()) std::abort();
  const auto [of_identifiers, of_records] = hub.graph.bytes();
  const auto ids = static_cast<double>(hub.graph.identifier_count());
  std::printf(
      "%10zu identifiers %9zu records   graph %6.0f ns  plain %6.0f ns  ratio %4.1f   %5.1f B/identifier %4.1f "
      "B/record\n",
      hub.graph.identifier_count(), hub.told, median(graph_ns), median(plain_ns), median(graph_ns) / median(plain_ns),
      static_cast<double>(of_identifiers) / ids, static_cast<double>(of_records) / static_cast<double>(hub.told));
}

using hub_maker = event (*)(std::uint64_t no, bench::random_numbers& random);

event on_one_address(std::uint64_t no, bench::random_numbers&) {
  return {static_cast<instant>(no),
          number("h", no),
          {{identifier_kind::email, "test@test", true}, {identifier_kind::phone, number("hub-phone-", no), true}}};
}
event on_one_device(std::uint64_t no, bench::random_numbers&) {
  return {static_cast<instant>(no),
          number("h", no),
          {{identifier_kind::email, number("visitor-", no), true}, {identifier_kind::anonymous_id, "kiosk", true}}};
}
event of_two_addresses(std::uint64_t no, bench::random_numbers& random) {
  event e{static_cast<instant>(no * 60 - random.below(300)) * second_us, number("h", no), {}};
  const auto what = random.below(4);
  if (what < 2) e.identifiers.push_back({identifier_kind::email, number("ann-", what), true});
  e.identifiers.push_back({identifier_kind::anonymous_id, "ann's tablet", true});
  if (random.below(2) == 0) e.identifiers.push_back({identifier_kind::gclid, number("ann-click-", no), true});
  return e;
}

void hub_costs(const char* name, std::size_t events, std::size_t batch, hub_maker make) {
  std::vector<double> hub_ns, ordinary_ns;
  for (int round = 0; round < rounds; ++round) {
    graph_under_test hub, ordinary;
    bench::random_numbers random(7);
    std::vector<event> some(events);
    for (std::size_t i = 0; i < events; ++i) some[i] = make(i + 10, random);
    stream others(events / 5, 2);
    hub_ns.push_back(hub.tell(some, batch));
    ordinary_ns.push_back(ordinary.tell(take(others, events), batch));
  }
  std::printf("%-44s %6zu events, %4zu a batch: %6.0f ns, ordinary %5.0f ns, ratio %4.1f\n", name, events, batch,
              median(hub_ns), median(ordinary_ns), median(hub_ns) / median(ordinary_ns));
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t most = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  for (const std::size_t batch : {std::size_t{1}, batch_events}) {
    hub_costs("one address shared by all", 10'000, batch, on_one_address);
    hub_costs("one device shared by all", 10'000, batch, on_one_device);
    hub_costs("one person of two addresses", 50'000, batch, of_two_addresses);
  }
  for (std::size_t n = 100'000; n <= most; n *= 10) grow(n);
}
