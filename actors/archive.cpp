#include "actors/archive.hpp"

#include "actors/last_words.hpp"
#include "messages/errors.hpp"
#include "storage/reader.hpp"

namespace hub {
namespace {

/// Rows as facts again, with the keys that dedup needs.
facts_reply unpack(result<std::vector<storage::fact_row>> rows) {
  facts_reply reply;
  if (!rows) {
    reply.failure = rows.error();
    return reply;
  }
  reply.facts.reserve(rows->size());
  for (auto& row : *rows) {
    auto fact = unseal(std::move(row.encoded), row.received_at);
    if (!fact) {
      reply.failure = fail("store-corrupt", "position " + std::to_string(row.seq) + " of the log is damaged (" +
                                                fact.error().detail + "); restore the store from a backup");
      return reply;
    }
    fact->seq = row.seq;
    reply.facts.push_back(std::move(*fact));
  }
  return reply;
}

struct archive_state {
  static inline const char* name = "archive";
  std::unique_ptr<storage::reader> reader;
};

archive_actor::behavior_type archive(archive_actor::stateful_pointer<archive_state> self,
                                     std::filesystem::path directory) {
  leave_last_words(self);
  auto opened = storage::reader::open(directory);
  if (!opened)
    self->quit(actor_error(opened.error().code == "store-corrupt" ? actor_errc::damaged : actor_errc::unavailable,
                           opened.error().detail));
  else
    self->state.reader = std::move(*opened);
  return {
      [self](const facts_request& r) { return unpack(self->state.reader->facts_by_seq(r.seqs)); },
      [self](const log_request& r) { return unpack(self->state.reader->facts_after(r.after, r.limit)); },
      [self](const quarantine_request& r) {
        quarantine_answer answer;
        auto page = self->state.reader->quarantine_page(r.which, r.oldest_first, r.past, r.limit);
        if (page)
          answer.items = std::move(*page);
        else
          answer.failure = page.error();
        return answer;
      },
      [self](const sync_mark_request& r) {
        sync_mark_reply reply;
        auto mark = self->state.reader->mark_of(r.source);
        if (mark)
          reply.mark = std::move(*mark);
        else
          reply.failure = mark.error();
        return reply;
      },
      [self](const decisions_request& r) {
        decisions_reply reply;
        auto rows = self->state.reader->decisions_of(r.events);
        if (rows)
          reply.decisions = std::move(*rows);
        else
          reply.failure = rows.error();
        return reply;
      },
  };
}

}  // namespace

archive_actor spawn_archive(caf::actor_system& system, std::filesystem::path directory, bool own_thread) {
  if (own_thread) return system.spawn<caf::detached>(archive, std::move(directory));
  return system.spawn(archive, std::move(directory));
}

}  // namespace hub
