// dedup, report and two seats of shards that live in a worker, on the stage: the worker is an actor like the others, and
// is lost when the test says so.
#pragma once

#include "actors/shard_seat.hpp"
#include "actors/worker.hpp"
#include "hub_on_stage.hpp"

namespace hub::testing {

/// What the keeper of the shards heard.
struct shard_notes {
  std::vector<shard_moved> moves;
  bool refills = true;  ///< as the supervisor does; else the test does
  dedup_actor dedup;

  /// Where shard *n* was said to be last.
  std::optional<shard_state> place(std::size_t n) const {
    std::optional<shard_state> last;
    for (const auto& m : moves)
      if (m.shard == n) last = m.now;
    return last;
  }
};

inline shard_keeper_actor::behavior_type shard_keeper(shard_keeper_actor::pointer, std::shared_ptr<shard_notes> notes) {
  return {[notes](const shard_moved& m) {
    notes->moves.push_back(m);
    if (m.refill && notes->refills) caf::anon_send(notes->dedup, refill_request{});
  }};
}

struct cluster_on_stage : stage {
  std::shared_ptr<commit_script> script = std::make_shared<commit_script>();
  std::shared_ptr<shard_notes> notes = std::make_shared<shard_notes>();
  worker_actor worker;
  shard_keeper_actor keeper = system.spawn(shard_keeper, notes);
  std::vector<attribution_actor> shards;
  archive_actor archive = system.spawn(scripted_archive, script);
  report_actor report;
  scripted_writer_actor writer = system.spawn(scripted_writer, script);
  dedup_actor dedup;

  explicit cluster_on_stage(const std::string& build_of_worker = "1.0+a")
      : cluster_on_stage([&](caf::actor_system& s) { return spawn_worker(s, {build_of_worker}); }) {}

  explicit cluster_on_stage(const std::function<worker_actor(caf::actor_system&)>& spawn) : worker(spawn(system)) {
    for (std::size_t i = 0; i < 2; ++i) {
      shard_seat_config config{i, "127.0.0.1:7001", worker, "1.0+a", keeper};
      config.batch = 3;
      shards.push_back(spawn_shard_seat(system, std::move(config)));
    }
    report = spawn_report(system, shards, archive);
    dedup = notes->dedup = spawn_dedup(system, {{}, writer, archive, report, 0});
    settle();
  }

  ~cluster_on_stage() {
    notes->dedup = dedup_actor();
    const auto end = [](const auto& actor) { caf::anon_send_exit(actor, caf::exit_reason::kill); };
    for (const auto& shard : shards) end(shard);
    end(dedup);
    end(report);
    end(writer);
    end(archive);
    end(keeper);
    end(worker);
    settle();
  }

  /// The worker's process is gone.
  void lose_worker() {
    caf::anon_send_exit(worker, caf::exit_reason::kill);
    settle();
  }

  std::optional<attribution_report> attribute() {
    attribution_request request;
    request.query.currency = parse_currency("EUR").value();
    auto answer = ask<attribution_answer>(report, request);
    return answer ? std::optional(std::move(answer->report)) : std::nullopt;
  }
};

/// What *people*, each with a click and a purchase, send.
inline std::vector<sealed_fact> orders_of(int people, const std::string& prefix = "p") {
  std::vector<sealed_fact> facts;
  for (int i = 0; i < people; ++i) {
    const auto who = prefix + std::to_string(i);
    facts.push_back(click("t-" + who, who, i % 2 == 0 ? "spring" : "autumn"));
    facts.push_back(purchase("o-" + who, who));
  }
  return facts;
}

}  // namespace hub::testing
