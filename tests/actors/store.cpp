// Writer, archive and supervisor before the real store, on real threads.
#include <catch2/catch.hpp>
#include <thread>

#include "actors/archive.hpp"
#include "actors/supervisor.hpp"
#include "actors/writer.hpp"
#include "stage.hpp"

using namespace hub;
using namespace hub::testing;
using std::chrono::seconds;

namespace {

template <class Reply, class Handle, class Request>
std::optional<Reply> ask(caf::actor_system& system, const Handle& whom, Request request) {
  std::optional<Reply> got;
  caf::scoped_actor self(system);
  self->request(whom, seconds(20), std::move(request))
      .receive([&](Reply& reply) { got = std::move(reply); }, [](caf::error&) {});
  return got;
}

/// Remembers whom the supervisor names.
struct directory {
  std::mutex guard;
  std::vector<hub_actors> told;

  hub_actors latest(std::size_t at_least) {
    for (int i = 0; i < 2000; ++i) {
      {
        const std::lock_guard lock(guard);
        if (told.size() >= at_least) return told.back();
      }
      std::this_thread::yield();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("the supervisor named nobody");
  }
};

directory_actor::behavior_type listing(directory_actor::pointer, std::shared_ptr<directory> into) {
  return {[into](hub_actors& actors) {
    const std::lock_guard lock(into->guard);
    into->told.push_back(std::move(actors));
  }};
}

/// Sends until the hub is ready to take it.
ingest_receipt send(caf::actor_system& system, const dedup_actor& dedup, const ingest_batch& batch) {
  for (int i = 0; i < 2000; ++i) {
    if (auto receipt = ask<ingest_receipt>(system, dedup, batch)) return std::move(*receipt);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  throw std::runtime_error("dedup took nothing");
}

}  // namespace

TEST_CASE("what the writer has answered for, the archive reads back", "[actors][store]") {
  scratch dir;
  caf::actor_system_config config;
  caf::actor_system system(config);
  auto store = storage::store::open(dir.path());
  REQUIRE(store.has_value());
  auto writer = spawn_writer(system, std::shared_ptr<storage::store>(std::move(*store)));
  commit_batch batch;
  batch.facts = {purchase("o1", "ann"), click("t1", "ann", "spring")};
  batch.facts[0].seq = 1;
  batch.facts[1].seq = 2;
  const auto receipt = ask<commit_receipt>(system, writer, batch);
  REQUIRE(receipt);
  CHECK_FALSE(receipt->failure);
  CHECK(receipt->last_seq == 2);

  auto archive = spawn_archive(system, dir.path());
  const auto facts = ask<facts_reply>(system, archive, log_request{0, 10});
  REQUIRE(facts);
  REQUIRE(facts->facts.size() == 2);
  CHECK(facts->facts[0].key == batch.facts[0].key);
  CHECK(facts->facts[1].body == batch.facts[1].body);

  commit_batch gap;
  gap.facts = {purchase("o9", "ann")};
  gap.facts[0].seq = 9;
  const auto refused = ask<commit_receipt>(system, writer, gap);
  REQUIRE(refused);
  CHECK(refused->failure);
  caf::anon_send_exit(writer, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(archive, caf::exit_reason::user_shutdown);
}

TEST_CASE("after an actor dies all start again and nothing is lost", "[actors][store]") {
  scratch dir;
  caf::actor_system_config config;
  caf::actor_system system(config);
  const auto names = std::make_shared<directory>();
  auto listener = system.spawn(listing, names);
  auto store = storage::store::open(dir.path());
  REQUIRE(store.has_value());
  supervisor_config setup;
  setup.store = std::shared_ptr<storage::store>(std::move(*store));
  setup.directory = dir.path();
  setup.gateway = listener;
  auto supervisor = spawn_supervisor(system, std::move(setup));

  auto actors = names->latest(1);
  CHECK(send(system, actors.dedup, batch_of({click("t1", "ann", "spring"), purchase("o1", "ann")})).results.size() ==
        2);
  caf::anon_send_exit(actors.dedup, caf::exit_reason::kill);
  actors = names->latest(2);
  const auto again = send(system, actors.dedup, batch_of({purchase("o1", "ann"), purchase("o2", "ben")}));
  CHECK(again.results[0].status == item_status::duplicate);
  CHECK(again.results[1].status == item_status::accepted);
  CHECK(again.data_seq == 3);

  caf::anon_send_exit(supervisor, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(listener, caf::exit_reason::user_shutdown);
}
