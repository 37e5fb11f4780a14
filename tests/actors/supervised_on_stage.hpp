// A supervisor and all that it starts, on the stage, with a real store: who is named to the gateway, who dies, and why.
#pragma once

#include <map>

#include "actors/supervisor.hpp"
#include "actors/syncs.hpp"
#include "stage.hpp"

namespace hub::testing {

/// What was told to the gateway.
struct told_to_gateway {
  std::vector<hub_actors> named;
};

inline directory_actor::behavior_type listening(directory_actor::pointer, std::shared_ptr<told_to_gateway> into) {
  return {[into](hub_actors& actors) { into->named.push_back(std::move(actors)); }};
}

/// Writes down who ends, in order, the reason of the last, and how many held the store then: the supervisor, and the writer
/// while it lives.
struct obituary {
  std::weak_ptr<storage::store> store;
  std::map<std::string, long> holders;
  std::map<caf::actor_addr, std::string> names;
  std::vector<std::string> ended;
  caf::error last_reason;
};

inline caf::behavior mourning(caf::event_based_actor* self, std::shared_ptr<obituary> into) {
  self->set_down_handler([into](caf::down_msg& down) {
    into->ended.push_back(into->names[down.source]);
    into->holders[into->ended.back()] = into->store.use_count();
    into->last_reason = down.reason;
  });
  return {[self, into](const std::string& name, const caf::actor& whom) {
    into->names[whom.address()] = name;
    self->monitor(whom);
  }};
}

struct supervised_on_stage : stage {
  scratch dir;
  std::shared_ptr<told_to_gateway> told = std::make_shared<told_to_gateway>();
  std::shared_ptr<obituary> deaths = std::make_shared<obituary>();
  directory_actor gateway = system.spawn(listening, told);
  caf::actor mourner = system.spawn(mourning, deaths);
  std::vector<std::string> notices;
  syncs_actor syncs;
  supervisor_actor supervisor;

  /// @param keeper makes what pulls; none: nothing does
  explicit supervised_on_stage(syncs_actor (*keeper)(caf::actor_system&) = nullptr) {
    if (keeper != nullptr) syncs = keeper(system);
    auto store = storage::store::open(dir.path());
    REQUIRE(store.has_value());
    supervisor_config config;
    config.store = std::shared_ptr<storage::store>(std::move(*store));
    config.directory = dir.path();
    deaths->store = config.store;
    config.gateway = gateway;
    config.on_restart = [this](const std::string& sentence) { notices.push_back(sentence); };
    config.own_threads = false;
    config.syncs = syncs;
    supervisor = spawn_supervisor(system, std::move(config));
    watch("supervisor", supervisor);
    settle();
  }
  ~supervised_on_stage() {
    caf::anon_send_exit(supervisor, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(gateway, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(mourner, caf::exit_reason::user_shutdown);
    settle();
  }

  template <class Handle>
  void watch(const std::string& name, const Handle& whom) {
    caf::anon_send(mourner, name, caf::actor_cast<caf::actor>(whom));
    settle();
  }

  /// Lets time pass and everybody run.
  void pass(instant time) {
    scheduler().clock().advance_time(std::chrono::microseconds(time));
    settle();
  }

  const hub_actors& hub() const { return told->named.back(); }

  std::optional<ingest_receipt> send(std::vector<sealed_fact> facts) {
    return ask<ingest_receipt>(hub().dedup, batch_of(std::move(facts)));
  }

  std::optional<state_sums> sums() {
    const auto answer = ask<state_hash_answer>(hub().dedup, state_hash_request{});
    return answer ? std::optional(answer->sums) : std::nullopt;
  }

  hub_status status() {
    const auto s = ask<hub_status>(supervisor, status_request{});
    REQUIRE(s);
    return *s;
  }

  fault_receipt let_die(const std::string& actor, fault_kind kind = fault_kind::at_once, std::uint32_t count = 1) {
    const auto receipt = ask<fault_receipt>(supervisor, fault_order{actor, kind, {}, count});
    REQUIRE(receipt);
    return *receipt;
  }
};

}  // namespace hub::testing
