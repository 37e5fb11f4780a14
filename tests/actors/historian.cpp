// The historian answers from what had been received by a moment, while the hub goes on.
#include "actors/historian.hpp"

#include <catch2/catch.hpp>

#include "hub_on_stage.hpp"
#include "messages/errors.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

const currency eur = parse_currency("EUR").value();
constexpr instant noon = 1'780'000'000 * second_us;

sealed_fact at(sealed_fact fact, instant received_at) {
  fact.received_at = received_at;
  return fact;
}

sealed_fact refund(const std::string& id, const std::string& order, std::int64_t cents) {
  adjustment_event a;
  a.source = "manual";
  a.external_id = id;
  a.order_key = order;
  a.amount = cents;
  a.currency = eur;
  a.occurred_at = noon;
  return seal(a, noon);
}

sealed_fact spent(std::int64_t cents) {
  spend_event s;
  s.day = 20'000;
  s.platform = "meta";
  s.campaign_id = "spring";
  s.campaign_name = cents > 5'000 ? "Spring, renamed" : "Spring";
  s.cost = money{cents, eur};
  return seal(s, noon);
}

sealed_fact rate(const std::string& text) {
  return seal(fx_rate_event{20'000, eur, parse_currency("USD").value(), text}, noon);
}

struct remembering_hub : hub_on_stage {
  historian_actor historian = spawn_historian(system, config());

  remembering_hub() { settle(); }
  ~remembering_hub() {
    caf::anon_send_exit(historian, caf::exit_reason::kill);
    settle();
  }
  historian_config config() const {
    historian_config c{{}, archive};
    c.most_kept = 2;
    c.own_thread = false;
    return c;
  }

  void tell(std::vector<sealed_fact> facts) { REQUIRE(ask<ingest_receipt>(dedup, batch_of(std::move(facts)))); }

  static attribution_request question(std::optional<log_moment> when) {
    attribution_request r;
    r.query.currency = parse_currency("USD").value();
    r.query.as_of = when;
    r.with_spend = true;
    return r;
  }
  /// What a ROAS report says, in one line.
  std::optional<std::string> roas(std::optional<log_moment> when) {
    const auto r = question(when);
    const auto a = when ? ask<attribution_answer>(historian, r) : ask<attribution_answer>(report, r);
    if (!a) return std::nullopt;
    std::string line = std::to_string(a->report.data_seq) + ": booked " + std::to_string(a->report.booked[0]);
    for (const auto& row : a->report.rows)
      line += ", " + row.names[0] + " " + std::to_string(row.models[0].revenue) + " for " +
              std::to_string(row.spend ? row.spend->cost : 0);
    return line + (a->report.complete() ? "" : ", incomplete");
  }
  std::optional<std::string> paths(std::optional<log_moment> when) {
    paths_request r;
    r.query.currency = eur;
    r.query.as_of = when;
    const auto a = when ? ask<paths_answer>(historian, r) : ask<paths_answer>(report, r);
    if (!a) return std::nullopt;
    return std::to_string(a->report.data_seq) + ": " + std::to_string(a->report.total_paths) + " paths, " +
           std::to_string(a->report.no_touch) + " without, " + std::to_string(a->report.touches) + " touches";
  }
  std::optional<std::string> duplicates(std::optional<log_moment> when) {
    const duplicates_request r{std::numeric_limits<instant>::min(), std::numeric_limits<instant>::max(), when};
    const auto a = when ? ask<duplicates_answer>(historian, r) : ask<duplicates_answer>(dedup, r);
    if (!a) return std::nullopt;
    std::string line =
        std::to_string(a->data_seq) + ": " + std::to_string(a->events) + " are " + std::to_string(a->conversions);
    for (const auto& sum : a->sums) line += ", " + sum.source + " of " + sum.matched_source;
    return line;
  }
};

log_moment position(std::uint64_t seq) { return {seq, 0}; }
log_moment received_by(instant time) { return {std::nullopt, time}; }

}  // namespace

TEST_CASE("a report as of a position is the one that was given there, in all that it reads", "[actors][historian]") {
  remembering_hub hub;
  std::vector<std::array<std::optional<std::string>, 3>> given;
  const std::vector<std::vector<sealed_fact>> told = {
      {},
      {purchase("o1", "ann", "A-1"), spent(5'000)},
      {click("t1", "ann", "spring")},  // a touch that comes late
      {rate("1.10")},
      {purchase("x1", "", "A-1", "shop")},  // the same order once more
      {refund("r1", "A-1", 2'500)},
      {spent(6'000), rate("1.20")},  // replaces what was told before
      {purchase("o2", "ben"), click("t2", "ben", "summer")},
  };
  std::vector<std::uint64_t> seqs;
  for (const auto& facts : told) {
    if (!facts.empty()) hub.tell(facts);
    given.push_back({hub.roas({}), hub.paths({}), hub.duplicates({})});
    seqs.push_back(hub.ask<hub_status>(hub.dedup, status_request{})->data_seq);
  }
  for (std::size_t i = told.size(); i-- > 0;) {
    INFO("position " << seqs[i]);
    REQUIRE(given[i][0]);
    CHECK(hub.roas(position(seqs[i])) == given[i][0]);
    CHECK(hub.paths(position(seqs[i])) == given[i][1]);
    CHECK(hub.duplicates(position(seqs[i])) == given[i][2]);
  }
  std::set<std::string> different;
  for (const auto& report : given) different.insert(*report[0]);
  CHECK(different.size() == told.size());
}

TEST_CASE("a report as of a time is from what was received by then, also where the clock went back",
          "[actors][historian]") {
  remembering_hub hub;
  hub.tell({at(purchase("o1", "ann"), noon)});
  hub.tell({at(purchase("o2", "ben"), noon + 2)});
  hub.tell({at(purchase("o3", "cleo"), noon + 1)});
  CHECK(hub.duplicates(received_by(noon - 1)) == "0: 0 are 0");
  CHECK(hub.duplicates(received_by(noon)) == "1: 1 are 1");
  CHECK(hub.duplicates(received_by(noon + 1)) == "3: 2 are 2");
  CHECK(hub.duplicates(received_by(noon + 2)) == "3: 3 are 3");
  hub.tell({at(purchase("o4", "dan"), noon + 1)});
  CHECK(hub.duplicates(received_by(noon + 1)) == "4: 3 are 3");
  CHECK(hub.paths(received_by(noon + 1)) == "4: 0 paths, 3 without, 0 touches");
}

TEST_CASE("a position that the log has not reached is refused, and answered once it has", "[actors][historian]") {
  remembering_hub hub;
  CHECK_FALSE(hub.roas(position(1)));
  CHECK(hub.refusal == actor_errc::ahead);
  hub.tell({purchase("o1", "ann")});
  CHECK(hub.duplicates(position(1)) == "1: 1 are 1");
  CHECK_FALSE(hub.duplicates(position(2)));
  CHECK(hub.refusal == actor_errc::ahead);
}

TEST_CASE("a question that names no moment is refused", "[actors][historian]") {
  remembering_hub hub;
  CHECK_FALSE(hub.ask<attribution_answer>(hub.historian, remembering_hub::question({})));
  CHECK_FALSE(hub.ask<duplicates_answer>(hub.historian, duplicates_request{}));
}

TEST_CASE("questions about several moments at once are all answered", "[actors][historian]") {
  remembering_hub hub;
  for (const auto* id : {"o1", "o2", "o3", "o4"}) hub.tell({purchase(id, id)});
  caf::scoped_actor self(hub.system);
  std::map<std::uint64_t, std::uint64_t> answered;
  std::vector<std::uint64_t> asked = {1, 4, 2, 1, 3, 9, 4, 2, 0};
  std::size_t refused = 0;
  std::vector<std::function<void()>> receive;
  for (const auto seq : asked) {
    duplicates_request r;
    r.as_of = position(seq);
    auto pending = std::make_shared<decltype(self->request(hub.historian, caf::infinite, r))>(
        self->request(hub.historian, caf::infinite, r));
    receive.push_back([&, pending, seq] {
      pending->receive([&](duplicates_answer& a) { answered[seq] = a.conversions; }, [&](caf::error&) { ++refused; });
    });
  }
  hub.settle();
  for (const auto& one : receive) one();
  CHECK(answered == std::map<std::uint64_t, std::uint64_t>{{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}});
  CHECK(refused == 1);
}

TEST_CASE("a moment that nobody asks about any more is forgotten, and read again when somebody does",
          "[actors][historian]") {
  remembering_hub hub;
  hub.tell({purchase("o1", "ann")});
  const auto before = hub.system.registry().running();
  CHECK(hub.duplicates(position(1)) == "1: 1 are 1");
  CHECK(hub.system.registry().running() == before + 2);
  hub.scheduler().advance_time(std::chrono::seconds(121));
  hub.settle();
  CHECK(hub.system.registry().running() == before);
  CHECK(hub.duplicates(position(1)) == "1: 1 are 1");
}

TEST_CASE("no more moments than allowed are kept in memory", "[actors][historian]") {
  remembering_hub hub;
  for (const auto* id : {"o1", "o2", "o3", "o4"}) hub.tell({purchase(id, id)});
  const auto before = hub.system.registry().running();
  for (std::uint64_t seq = 0; seq <= 4; ++seq) REQUIRE(hub.duplicates(position(seq)));
  hub.settle();
  CHECK(hub.system.registry().running() == before + 4);
}
