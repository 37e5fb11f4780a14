#include "actors/writer.hpp"

#include <vector>

#include "actors/last_words.hpp"

namespace hub {
namespace {

/// To itself: everything that came before this stands in one transaction.
struct flush {};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::flush)

namespace hub {
namespace {

using writer_self = writer_actor::extend<takes<flush>>;

struct writer_state {
  static inline const char* name = "writer";
  // A transaction takes no more than this, so that a large body does not hold back the small ones behind it.
  static constexpr std::size_t most_bytes = 16 << 20;

  struct waiting {
    storage::commit commit;
    caf::typed_response_promise<commit_receipt> promise;
  };

  std::shared_ptr<storage::store> store;
  std::vector<waiting> queue;
  std::size_t queued_bytes = 0;
  bool flushing = false;
  fault_kind fault = fault_kind::at_once;  // another: the next transaction dies of it

  void take(writer_self::pointer self, commit_batch& batch, caf::typed_response_promise<commit_receipt> promise) {
    for (const auto& f : batch.facts) queued_bytes += f.encoded.size();
    queue.push_back({{std::move(batch.facts), std::move(batch.decisions), std::move(batch.quarantined),
                      std::move(batch.changes), std::move(batch.marks)},
                     std::move(promise)});
    if (queued_bytes >= most_bytes) return write();
    if (!flushing) {
      flushing = true;
      self->send(self, flush{});
    }
  }

  void write() {
    flushing = false;
    queued_bytes = 0;
    auto batch = std::exchange(queue, {});
    std::vector<const storage::commit*> commits;
    std::optional<error> failure;
    auto next = store->last_seq() + 1;
    for (auto& w : batch) {
      if (!w.commit.facts.empty()) {
        if (w.commit.facts.front().seq != next)
          failure = fail("log-out-of-order", "an earlier batch was not kept, so this one cannot be");
        next = w.commit.facts.back().seq + 1;
      }
      commits.push_back(&w.commit);
    }
    if (fault == fault_kind::before_commit) throw std::runtime_error("a fault on purpose, before a commit");
    if (!failure && !commits.empty())
      if (const auto written = store->append(commits); !written) failure = written.error();
    if (fault == fault_kind::after_commit) throw std::runtime_error("a fault on purpose, after a commit");
    for (auto& w : batch) w.promise.deliver(commit_receipt{store->last_seq(), failure});
    // Only now that everybody has their answer; a checkpoint that fails is tried again after the next commit.
    (void)store->checkpoint_when_due();
  }

  erasure_done erase(erasure_order& order) {
    write();  // what came before is of the log that is masked
    storage::commit decided;
    decided.facts.push_back(std::move(order.decided));
    const auto rows = store->erase(decided, *order.mask, order.at);
    if (!rows) return {0, 0, rows.error()};
    return {rows->facts, rows->quarantined, {}};
  }

  key_receipt change(const key_change& wanted) {
    key_receipt receipt{wanted.revoked, {}, {}};
    if (wanted.made) {
      const auto id = store->add_key(*wanted.made);
      if (id)
        receipt.id = *id;
      else
        receipt.failure = id.error();
    } else if (const auto revoked = store->revoke_key(wanted.revoked, wanted.at); !revoked) {
      receipt.failure = revoked.error();
    }
    auto keys = store->keys();
    if (keys)
      receipt.keys = std::move(*keys);
    else if (!receipt.failure)
      receipt.failure = keys.error();
    return receipt;
  }
};

writer_self::behavior_type writer(writer_self::stateful_pointer<writer_state> self,
                                  std::shared_ptr<storage::store> store) {
  leave_last_words(self, [self](const injected_fault& fault) {
    self->state.fault = fault.kind;
    return fault.kind != fault_kind::at_once;
  });
  self->state.store = std::move(store);
  return {
      [self](commit_batch& batch) -> caf::result<commit_receipt> {
        auto promise = self->make_response_promise<commit_receipt>();
        self->state.take(self, batch, promise);
        return promise;
      },
      [self](erasure_order& order) { return self->state.erase(order); },
      [self](const key_change& wanted) { return self->state.change(wanted); },
      [self](flush) { self->state.write(); },
  };
}

}  // namespace

writer_actor spawn_writer(caf::actor_system& system, std::shared_ptr<storage::store> store, bool own_thread) {
  if (own_thread) return system.spawn<caf::detached>(writer, std::move(store));
  return system.spawn(writer, std::move(store));
}

}  // namespace hub
