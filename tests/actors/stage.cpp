#include "stage.hpp"

#include <stdlib.h>

namespace hub::testing {
namespace {

constexpr instant sold_at = 1'770'000'000 * second_us;

std::vector<identifier> known_as(const std::string& person) { return {{identifier_kind::anonymous_id, person, true}}; }

}  // namespace

scratch::scratch() {
  auto pattern = (std::filesystem::temp_directory_path() / "convhub-actors-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

scratch::~scratch() { std::filesystem::remove_all(path_); }

stage_settings::stage_settings() { set("scheduler.policy", caf::atom("testing")); }

stage::stage() : system(settings) {}

stage::~stage() { scheduler().run(); }

caf::scheduler::test_coordinator& stage::scheduler() {
  return dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
}

sealed_fact purchase(const std::string& id, const std::string& person, const std::string& order,
                     const std::string& source) {
  conversion_event e;
  e.source = source;
  e.external_id = id;
  e.type = "purchase";
  e.occurred_at = sold_at;
  e.value = money{10'000, parse_currency("EUR").value()};
  e.order_key = order;
  e.identifiers = known_as(person);
  return seal(e, sold_at);
}

sealed_fact click(const std::string& id, const std::string& person, const std::string& campaign) {
  touch_event t;
  t.source = "touchpoints";
  t.external_id = id;
  t.occurred_at = sold_at - hour_us;
  t.context.campaign_id = campaign;
  t.identifiers = known_as(person);
  return seal(t, sold_at);
}

ingest_batch batch_of(std::vector<sealed_fact> facts) {
  ingest_batch batch{"manual", "conversions", sold_at, {}};
  for (auto& f : facts) {
    batch.items.emplace_back();
    batch.items.back().fact = std::move(f);
  }
  return batch;
}

}  // namespace hub::testing
