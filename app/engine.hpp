// The actors of a hub on one store, without its HTTP side: what the hub in this process asks, and what a replay feeds.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "actors/lookout.hpp"
#include "actors/supervisor.hpp"
#include "actors/syncs.hpp"
#include "config/settings.hpp"
#include "net/fetch_pool.hpp"
#include "net/gateway.hpp"
#include "net/intake_counts.hpp"

namespace hub::app {

/// How facts are labelled, and what is left out for it.
label_policy label_policy_of(const config::fraud_settings& settings);

/// How facts are judged.
truth_policy policy_of(const config::settings& settings);

class engine {
 public:
  /// Starts the actors on *store*, which is that of `settings.storage.data`; they begin to read the log.
  /// @param plans what is pulled from other systems meanwhile; nothing: nothing is, pull() does nothing, and no alerts
  ///   are told
  /// @param counts counts what came in, and gives alerts their figures
  engine(std::shared_ptr<storage::store> store, const config::settings& settings,
         std::optional<std::vector<sources::pull_plan>> plans = {}, net::intake_counts* counts = nullptr);
  ~engine();
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  /// Waits until the facts are in memory. Error: `start-failed`.
  result<void> wait_until_ready(std::chrono::minutes limit);

  const net::gateway& asks() const { return *gateway_; }
  const supervisor_actor& supervisor() const { return supervisor_; }
  /// Null when nothing can be pulled.
  const syncs_actor& syncs() const { return syncs_; }

  /// Null when nothing can be pulled.
  const lookout_actor& lookout() const { return lookout_; }

  /// What is pulled from now on.
  void pull(sync_plans_changed plans) const;

  /// Ends the actors in order and returns when nothing runs any more that was asked of them.
  void end();

 private:
  /// Two workers wake only when there is something to do; fifty messages in a row is what one actor may take.
  struct system_settings : caf::actor_system_config {
    explicit system_settings(const config::cluster_settings& cluster);
  };

  system_settings settings_;
  caf::actor_system system_;
  std::optional<net::fetch_pool> fetch_;
  std::optional<net::gateway> gateway_;
  plan_keeper_actor keeper_;
  lookout_actor lookout_;
  syncs_actor syncs_;
  supervisor_actor supervisor_;
  caf::actor watch_;
};

}  // namespace hub::app
