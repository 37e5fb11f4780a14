// How much a seat sends to its worker before it hears that it was taken.
#include <algorithm>
#include <catch2/catch.hpp>

#include "cluster_on_stage.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

/// What a shard was told and asked, in order.
struct shard_diary {
  std::vector<journeys_changed> told;
  std::size_t asked_after = 0;  ///< messages of news before the question
  std::size_t most_waiting = 0;
};

attribution_actor::behavior_type noting_shard(attribution_actor::pointer self, std::shared_ptr<shard_diary> diary) {
  return {
      [self, diary](journeys_changed& news) {
        // The mailbox holds what is under way besides this one.
        diary->most_waiting = std::max(diary->most_waiting, 1 + self->mailbox().size());
        diary->told.push_back(std::move(news));
      },
      [diary](const credit_request&) {
        diary->asked_after = diary->told.size();
        return credit_reply{};
      },
      [](const path_scan_request&) { return path_scan_reply{}; },
      [](const conversion_scan_request&) { return conversion_scan_reply{}; },
      [](const cell_scan_request&) { return cell_scan_reply{}; },
      [](const path_cell_scan_request&) { return path_cell_scan_reply{}; },
      [](const cohort_cell_scan_request&) { return cohort_cell_scan_reply{}; },
      [](const series_scan_request&) { return series_scan_reply{}; },
      [](const cohort_scan_request&) { return cohort_scan_reply{}; },
      [](const match_scan_request&) { return match_scan_reply{}; },
  };
}

worker_actor::behavior_type noting_worker(worker_actor::pointer self, std::shared_ptr<shard_diary> diary) {
  return {[self, diary](const shard_wanted&) {
    return shard_granted{caf::actor_cast<caf::actor>(self->spawn<caf::linked>(noting_shard, diary)), {}};
  }};
}

journeys_changed hundred_journeys() {
  journeys_changed news{{}, 7, true, false};
  for (std::uint64_t i = 1; i <= 100; ++i) {
    journey_update update{i, std::vector<journey_touch>(1), {}, {}};
    news.journeys.push_back(std::move(update));
  }
  return news;
}

}  // namespace

TEST_CASE("a worker is told in batches, a few at a time, and a question waits for all of them", "[workers]") {
  stage stage;
  auto diary = std::make_shared<shard_diary>();
  auto notes = std::make_shared<shard_notes>();
  const auto worker = stage.system.spawn(noting_worker, diary);
  const auto keeper = stage.system.spawn(shard_keeper, notes);
  shard_seat_config config{0, "127.0.0.1:7001", worker, "1.0+a", keeper};
  config.batch = 6;  // a journey of one touch weighs two
  config.window = 4;
  const auto seat = spawn_shard_seat(stage.system, std::move(config));

  caf::anon_send(seat, hundred_journeys());
  REQUIRE(stage.ask<credit_reply>(seat, credit_request{}));
  CHECK(diary->told.size() == 34);
  CHECK(diary->asked_after == 34);
  CHECK(diary->most_waiting >= 1);
  CHECK(diary->most_waiting <= 4);
  std::uint64_t next = 1;
  for (std::size_t i = 0; i < diary->told.size(); ++i) {
    CHECK(diary->told[i].everything == (i == 0));
    CHECK(diary->told[i].data_seq == 7);
    CHECK(diary->told[i].journeys.size() <= 3);
    for (const auto& update : diary->told[i].journeys) CHECK(update.journey == next++);
  }
  CHECK(next == 101);

  // A shard that holds everything has no use for hearing it again.
  auto again = hundred_journeys();
  again.again = true;
  caf::anon_send(seat, std::move(again));
  stage.settle();
  CHECK(diary->told.size() == 34);

  caf::anon_send_exit(seat, caf::exit_reason::kill);
  caf::anon_send_exit(worker, caf::exit_reason::kill);
  caf::anon_send_exit(keeper, caf::exit_reason::kill);
  stage.settle();
}
