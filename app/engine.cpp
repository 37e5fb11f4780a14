#include "app/engine.hpp"

#include <algorithm>
#include <random>
#include <thread>

#include "app/cluster.hpp"
#include "app/log.hpp"
#include "app/watch.hpp"
#include "domain/normalise.hpp"

namespace hub::app {

using std::chrono::milliseconds;

label_policy label_policy_of(const config::fraud_settings& s) {
  label_policy p;
  p.max_contacts_per_click = static_cast<std::size_t>(s.max_contacts_per_click);
  p.flood_touches = static_cast<std::size_t>(s.flood_touches);
  p.min_click_to_order_us = s.min_click_to_order_seconds * second_us;
  p.outlier_factor = s.outlier_factor;
  p.outlier_min_conversions = static_cast<std::size_t>(s.outlier_min_conversions);
  p.bot_agents = s.bot_agents;
  p.leave_out = {};
  for (const auto& name : s.leave_out)
    if (const auto l = parse_label(name)) p.leave_out.add(*l);  // the settings know no other names
  return p;
}

truth_policy policy_of(const config::settings& s) {
  truth_policy policy;
  policy.identity.max_per_identifier = static_cast<std::size_t>(s.identity.max_per_identifier);
  policy.identity.max_per_device = static_cast<std::size_t>(s.identity.max_per_device);
  policy.dedup.window_us = s.dedup.window.count() * second_us;
  policy.dedup.amount_tolerance = s.dedup.amount_tolerance;
  policy.dedup.max_per_key = static_cast<std::size_t>(s.dedup.max_per_key);
  policy.dedup.same_source_fuzzy = s.dedup.same_source_fuzzy;
  policy.authority = s.dedup.authority;
  policy.marks = label_policy_of(s.fraud);
  return policy;
}

namespace {

/// What the sync actors see of the world: its clock, its dice and the way out.
sync_world world_of(sources::fetch_function fetch) {
  sync_world world;
  world.fetch = std::move(fetch);
  world.wall = [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  };
  world.chance = [] {
    thread_local std::mt19937_64 dice{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(dice);
  };
  world.on_notice = [](const std::string& source, const std::string& sentence) {
    log::warn("sync", source + ": " + sentence);
  };
  return world;
}

std::vector<intake_figures> figures_of(const net::intake_counts* counts) {
  std::vector<intake_figures> all;
  if (counts == nullptr) return all;
  for (auto& each : counts->balances())
    all.push_back({std::move(each.source), each.received, each.quarantined + each.refused});
  return all;
}

alert_limits limits_of(const config::alerts_settings& s) {
  alert_limits limits{s.lag.count() * second_us, s.reject_rate, s.silent};
  limits.silent_events = s.silent_events;
  limits.token_us = s.token.count() * second_us;
  return limits;
}

}  // namespace

engine::system_settings::system_settings(const config::cluster_settings& cluster) {
  set("scheduler.policy", caf::atom("sharing"));
  set("scheduler.max-threads", 2);
  set("scheduler.max-throughput", 50);
  if (!cluster.workers.empty()) join_cluster(*this, cluster.worker_timeout);
}

engine::engine(std::shared_ptr<storage::store> store, const config::settings& s,
               std::optional<std::vector<sources::pull_plan>> plans, net::intake_counts* counts)
    : settings_(s.cluster), system_(settings_), gateway_(std::in_place, system_) {
  fold_gmail_addresses(s.identity.normalise_gmail);
  supervisor_config config{std::move(store), s.storage.data, policy_of(s),
                           static_cast<std::size_t>(s.attribution.shards), gateway_->directory()};
  config.on_restart = [](const std::string& sentence) { log::warn("actors-restarted", sentence); };
  config.on_trouble = [](const std::string& sentence) { log::warn("store", sentence); };
  if (!s.cluster.workers.empty()) {
    const auto warn = [](const std::string& sentence) { log::warn("worker", sentence); };
    const auto build = build_of_this_program();
    if (build) {
      config.workers = find_workers(system_, s.cluster.workers, warn);
      config.build = *build;
      config.on_shard_moved = warn;
    } else {
      warn(build.error().detail);
    }
  }
  if (plans) {
    fetch_.emplace();
    auto world = world_of(fetch_->function());
    if (counts != nullptr)
      world.on_taken = [counts](const std::string& source, const std::vector<item_result>& results) {
        counts->received(source, results.size());
        counts->settled(source, results);
      };
    keeper_ = spawn_syncs(system_, {std::move(*plans), std::move(world)});
    config.syncs = syncs_ = keeper_;
    auto watched = world_of(fetch_->function());
    watched.on_notice = [](const std::string& source, const std::string& sentence) {
      log::warn("alert", source + ": " + sentence);
    };
    lookout_ = spawn_lookout(system_, {s.alerts.url, limits_of(s.alerts), s.alerts.interval.count() * second_us,
                                       keeper_, [counts] { return figures_of(counts); }, std::move(watched)});
    config.others.push_back(lookout_);
  }
  supervisor_ = spawn_supervisor(system_, std::move(config));
  watch_ = end_process_with(system_, supervisor_);
}

engine::~engine() { end(); }

void engine::pull(sync_plans_changed plans) const {
  if (keeper_) caf::anon_send(keeper_, std::move(plans));
}

void engine::end() {
  if (!supervisor_) return;
  {
    caf::scoped_actor self(system_);
    if (lookout_) {
      self->send_exit(lookout_, caf::exit_reason::user_shutdown);
      self->wait_for(lookout_);
    }
    self->send_exit(supervisor_, caf::exit_reason::user_shutdown);
    self->wait_for(supervisor_);
  }
  supervisor_ = supervisor_actor();
  watch_ = caf::actor();
  syncs_ = syncs_actor();
  keeper_ = plan_keeper_actor();
  lookout_ = lookout_actor();
  fetch_.reset();
  gateway_->end();  // what it still does for a client that is gone uses the rest
}

result<void> engine::wait_until_ready(std::chrono::minutes limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  for (auto pause = milliseconds(1); std::chrono::steady_clock::now() < deadline;
       pause = std::min(2 * pause, milliseconds(100))) {
    caf::scoped_actor self(system_);
    hub_status status;
    std::optional<error> failure;
    self->request(supervisor_, std::chrono::seconds(10), status_request{})
        .receive([&](hub_status& s) { status = std::move(s); },
                 [&](caf::error& why) {
                   // An actor that is busy with a long log answers late.
                   if (why != caf::sec::request_timeout)
                     failure = fail("start-failed", "the hub gave up starting; the log says why");
                 });
    if (failure) return *failure;
    if (status.ready) return {};
    std::this_thread::sleep_for(pause);
  }
  return fail("start-failed", "the facts were not read within the time a start may take");
}

}  // namespace hub::app
