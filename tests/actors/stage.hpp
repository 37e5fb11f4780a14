// A stage for actors under CAF's test scheduler: nothing runs until the test says so, and time is virtual. The store
// is real; only the threads are taken away, so writer and archive run as ordinary actors.
#pragma once

#include <caf/scheduler/test_coordinator.hpp>
#include <filesystem>
#include <optional>

#include "domain/truth.hpp"
#include "messages/actors.hpp"
#include "storage/store.hpp"

namespace hub::testing {

/// A directory that is gone when the test is.
class scratch {
 public:
  scratch();
  ~scratch();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct stage_settings : caf::actor_system_config {
  stage_settings();
};

class stage {
 public:
  stage();
  ~stage();

  /// Lets every actor run until nothing is left to do.
  void settle() { scheduler().run(); }
  caf::scheduler::test_coordinator& scheduler();

  /// Asks *whom* and gives the reply, or nothing when it was refused or never came.
  template <class Reply, class Handle, class Request>
  std::optional<Reply> ask(const Handle& whom, Request request) {
    std::optional<Reply> got;
    caf::scoped_actor self(system);
    auto pending = self->request(whom, caf::infinite, std::move(request));
    settle();
    if (!self->has_next_message()) return got;
    pending.receive([&](Reply& reply) { got = std::move(reply); }, [&](caf::error& e) { refusal = std::move(e); });
    return got;
  }

  stage_settings settings;
  caf::actor_system system;
  caf::error refusal;  ///< why the last ask got nothing
};

/// A purchase of 100.00 EUR by *person*, sealed.
sealed_fact purchase(const std::string& id, const std::string& person, const std::string& order = {},
                     const std::string& source = "manual");
/// A click of *person* an hour before the purchases.
sealed_fact click(const std::string& id, const std::string& person, const std::string& campaign);
/// A batch of facts as a route sends it.
ingest_batch batch_of(std::vector<sealed_fact> facts);

}  // namespace hub::testing
