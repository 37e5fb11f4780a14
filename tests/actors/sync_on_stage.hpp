// The sync actors on the stage, before a platform that answers as the test says, and with a clock that the test moves.
#pragma once

#include <deque>
#include <map>

#include "actors/syncs.hpp"
#include "hub_on_stage.hpp"
#include "sources/native/native.hpp"

namespace hub::testing {

/// A request that waits for its answer.
struct asked_request {
  sources::fetch_request request;
  sources::take_outcome take;
};

struct sync_on_stage : hub_on_stage {
  static constexpr instant began = 1'770'000'000 * second_us;

  std::deque<asked_request> asked;
  bool fetch_dies = false;  ///< fetching throws
  std::vector<std::string> notices;
  std::vector<std::pair<std::string, item_result>> taken;
  plan_keeper_actor syncs;

  ~sync_on_stage() { end_syncs(); }

  void end_syncs() {
    if (syncs) caf::anon_send_exit(syncs, caf::exit_reason::user_shutdown);
    syncs = plan_keeper_actor();
    settle();
  }

  sync_world world() {
    sync_world w;
    w.fetch = [this](sources::fetch_request request, sources::take_outcome take) {
      if (fetch_dies) throw std::runtime_error("the fetcher is broken");
      asked.push_back({std::move(request), std::move(take)});
    };
    w.wall = [this] { return began + passed(); };
    w.chance = [] { return 0.5; };
    w.on_notice = [this](const std::string& source, const std::string& sentence) {
      notices.push_back(source + ": " + sentence);
    };
    w.on_taken = [this](const std::string& source, const std::vector<item_result>& results) {
      for (const auto& each : results) taken.emplace_back(source, each);
    };
    w.own_threads = false;
    return w;
  }

  instant passed() {
    return std::chrono::duration_cast<std::chrono::microseconds>(scheduler().clock().now().time_since_epoch()).count();
  }

  /// Lets time pass and everybody run.
  void pass(instant time) {
    scheduler().clock().advance_time(std::chrono::microseconds(time));
    settle();
  }

  hub_actors actors() { return {dedup, report, archive, {}, {}}; }

  void pull(std::vector<sources::pull_plan> plans) {
    syncs = spawn_syncs(system, {std::move(plans), world()});
    caf::anon_send(syncs, actors());
    settle();
  }

  /// Answers the oldest request.
  void answer(int status, const std::string& body, std::vector<sources::request_header> headers = {}) {
    REQUIRE(!asked.empty());
    auto oldest = std::move(asked.front());
    asked.pop_front();
    oldest.take(sources::fetch_answer{status, std::move(headers), body, began + passed()});
    settle();
  }

  sync_state state(std::size_t place = 0) {
    const auto states = ask<sync_states>(syncs, sync_states_request{});
    REQUIRE(states);
    REQUIRE(states->sources.size() > place);
    return states->sources[place];
  }

  order_outcome order(sync_action action, const std::string& source = {}, instant from = 0) {
    const auto receipt = ask<sync_receipt>(syncs, sync_order{action, source, from});
    REQUIRE(receipt);
    REQUIRE(!receipt->outcomes.empty());
    return receipt->outcomes.front().second;
  }

  /// The external ids that are in the store.
  std::vector<std::string> stored() const {
    std::vector<std::string> ids;
    for (const auto& batch : script->kept)
      for (const auto& fact : batch.facts)
        if (const auto* sale = std::get_if<conversion_event>(&fact.body)) ids.push_back(sale->external_id);
    return ids;
  }

  std::optional<sync_mark> last_mark() const {
    std::optional<sync_mark> last;
    for (const auto& batch : script->kept)
      if (!batch.marks.empty()) last = batch.marks.back();
    return last;
  }
};

/// A list of sales, read by pages.
inline sources::pull_plan list_plan(const std::string& source = "shop") {
  sources::json_pull_settings s;
  s.source = source;
  s.parse = sources::parse_conversions;
  s.url = "https://api.example/" + source + "?since={since}&cursor={cursor}";
  s.items = "/rows";
  s.next_cursor = "/next";
  s.window_us = 3650 * day_us;
  s.from = sync_on_stage::began - day_us;
  sources::pull_plan plan;
  plan.source = source;
  plan.route = "conversions";
  plan.settings = std::move(s);
  plan.every_us = 10 * minute_us;
  plan.per_second = 1000;
  plan.burst = 1000;
  return plan;
}

/// A page of sales with these ids, and the cursor of the next page.
inline std::string list_page(const std::vector<std::string>& ids, const std::string& next = {}) {
  std::string rows;
  for (const auto& id : ids)
    rows += (rows.empty() ? "" : ",") + (R"({"type":"purchase","external_id":")" + id) + R"(","order_id":")" + id +
            R"(","occurred_at":"2026-02-01T10:00:00Z","value":"10.00","currency":"EUR","email":"a@b.example"})";
  return "{\"rows\":[" + rows + "],\"next\":\"" + next + "\"}";
}

}  // namespace hub::testing
