// dedup, report and two shards on the stage, before a writer that answers as the test says.
#pragma once

#include "actors/attribution.hpp"
#include "actors/dedup.hpp"
#include "actors/report.hpp"
#include "stage.hpp"

namespace hub::testing {

/// Tells the scripted writer to answer what it holds.
struct let_go {};

}  // namespace hub::testing
HUB_LOCAL_MESSAGE(hub::testing::let_go)

namespace hub::testing {

using scripted_writer_actor = writer_actor::extend<takes<let_go>>;

/// Answers commits as told: at once, late, or with a failure.
struct commit_script {
  bool hold = false;
  bool fail = false;
  error failure = hub::fail("store-failed", "the disk is broken");
  std::vector<std::pair<commit_batch, caf::typed_response_promise<commit_receipt>>> held;
  std::vector<commit_batch> kept;
};

inline scripted_writer_actor::behavior_type scripted_writer(scripted_writer_actor::pointer self,
                                                            std::shared_ptr<commit_script> script) {
  const auto keep = [script](commit_batch batch, caf::typed_response_promise<commit_receipt> promise) {
    script->kept.push_back(std::move(batch));
    const auto& facts = script->kept.back().facts;
    promise.deliver(commit_receipt{facts.empty() ? 0 : facts.back().seq, {}});
  };
  return {
      [self, script, keep](commit_batch& batch) -> caf::result<commit_receipt> {
        auto promise = self->make_response_promise<commit_receipt>();
        if (script->hold) {
          script->held.emplace_back(std::move(batch), promise);
        } else if (script->fail) {
          promise.deliver(commit_receipt{0, script->failure});
        } else {
          keep(std::move(batch), promise);
        }
        return promise;
      },
      [](const key_change&) { return key_receipt{}; },
      [](erasure_order&) { return erasure_done{}; },
      [script, keep](let_go) {
        for (auto& [batch, promise] : std::exchange(script->held, {})) {
          if (script->fail)
            promise.deliver(commit_receipt{0, script->failure});
          else
            keep(std::move(batch), promise);
        }
      },
  };
}

/// Gives back what the scripted writer kept.
inline archive_actor::behavior_type scripted_archive(archive_actor::pointer, std::shared_ptr<commit_script> script) {
  return {
      [](const facts_request&) { return facts_reply{}; },
      [script](const log_request& r) {
        facts_reply reply;
        for (const auto& batch : script->kept)
          for (const auto& fact : batch.facts)
            if (fact.seq > r.after) reply.facts.push_back(fact);
        return reply;
      },
      [](const quarantine_request&) { return quarantine_answer{}; },
      [script](const sync_mark_request& r) {
        sync_mark_reply reply{{r.source}, {}};
        for (const auto& batch : script->kept)
          for (const auto& mark : batch.marks)
            if (mark.source == r.source) reply.mark = mark;
        return reply;
      },
      [](const decisions_request&) { return decisions_reply{}; },
  };
}

/// dedup, report and two shards before a writer that does as told.
struct hub_on_stage : stage {
  std::shared_ptr<commit_script> script = std::make_shared<commit_script>();
  std::vector<attribution_actor> shards = {spawn_attribution(system), spawn_attribution(system)};
  archive_actor archive = system.spawn(scripted_archive, script);
  report_actor report = spawn_report(system, shards, archive);
  scripted_writer_actor writer = system.spawn(scripted_writer, script);
  dedup_actor dedup = spawn_dedup(system, {{}, writer, archive, report, 0});

  ~hub_on_stage() {
    for (const auto& shard : shards) caf::anon_send_exit(shard, caf::exit_reason::kill);
    caf::anon_send_exit(dedup, caf::exit_reason::kill);
    caf::anon_send_exit(report, caf::exit_reason::kill);
    caf::anon_send_exit(writer, caf::exit_reason::kill);
    caf::anon_send_exit(archive, caf::exit_reason::kill);
    settle();
  }

  std::optional<attribution_report> attribute() {
    attribution_request request;
    request.query.currency = parse_currency("EUR").value();
    auto answer = ask<attribution_answer>(report, request);
    return answer ? std::optional(std::move(answer->report)) : std::nullopt;
  }
};

}  // namespace hub::testing
