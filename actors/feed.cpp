#include "actors/feed.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <iterator>
#include <utility>

#include "actors/last_words.hpp"
#include "domain/ledger.hpp"
#include "messages/errors.hpp"

namespace hub {
namespace {

/// To itself: the patience of the request with this number is over.
struct feed_overdue {
  std::uint64_t no = 0;
};

}  // namespace
}  // namespace hub
HUB_LOCAL_MESSAGE(hub::feed_overdue)

namespace hub {
namespace {

using feed_self = feed_actor::extend<takes<feed_overdue>>;

struct feed_state {
  static inline const char* name = "feed";
  using pointer = feed_self::stateful_pointer<feed_state>;

  struct waiting {
    std::uint64_t no = 0;
    feed_request asked;
    caf::typed_response_promise<feed_reply> promise;
  };

  feed_config config;
  std::deque<feed_entry> kept;
  std::optional<std::uint64_t> known_from;  // everything behind this is kept
  std::uint64_t last_seq = 0;
  std::deque<waiting> waiters;
  std::uint64_t asked = 0;

  void take(feed_news& news) {
    if (!known_from) known_from = news.last_seq;
    last_seq = std::max(last_seq, news.last_seq);
    std::move(news.entries.begin(), news.entries.end(), std::back_inserter(kept));
    while (kept.size() > config.most_kept) {
      known_from = kept.front().seq;
      kept.pop_front();
    }
    if (news.entries.empty()) return;
    for (auto& each : std::exchange(waiters, {})) each.promise.deliver(reply_to(each.asked));
  }

  feed_reply reply_to(const feed_request& r) const {
    feed_reply reply;
    const auto after = r.after.value_or(last_seq);
    if (after > last_seq) {  // of another hub, or of data that were put back
      reply.gap_until = reply.last_seq = last_seq;
      return reply;
    }
    if (known_from && after < *known_from) reply.gap_until = known_from;
    const auto first = std::upper_bound(kept.begin(), kept.end(), after,
                                        [](std::uint64_t seq, const feed_entry& e) { return seq < e.seq; });
    const auto count = std::min<std::size_t>(r.limit, static_cast<std::size_t>(kept.end() - first));
    reply.entries.assign(first, first + static_cast<std::ptrdiff_t>(count));
    const bool all = first + static_cast<std::ptrdiff_t>(count) == kept.end();
    reply.last_seq = all ? last_seq : reply.entries.back().seq;
    return reply;
  }

  caf::result<feed_reply> answer(pointer self, feed_request& r) {
    if (!known_from) return actor_error(actor_errc::not_ready, "the store is being read");
    auto now = reply_to(r);
    if (!now.entries.empty() || now.gap_until) return now;
    if (waiters.size() >= config.most_waiting)
      return actor_error(actor_errc::unavailable, "too many look on already; try again in a moment");
    r.after = now.last_seq;
    auto promise = self->make_response_promise<feed_reply>();
    self->delayed_send(self, config.patience, feed_overdue{++asked});
    waiters.push_back({asked, std::move(r), promise});
    return promise;
  }

  void give_up(const feed_overdue& which) {
    while (!waiters.empty() && waiters.front().no <= which.no) {
      waiters.front().promise.deliver(reply_to(waiters.front().asked));
      waiters.pop_front();
    }
  }
};

feed_self::behavior_type feed(feed_state::pointer self, feed_config config) {
  leave_last_words(self);
  self->state.config = config;
  return {
      [self](feed_news& news) { self->state.take(news); },
      [self](feed_request& r) { return self->state.answer(self, r); },
      [self](const feed_overdue& which) { self->state.give_up(which); },
  };
}

std::optional<feed_entry> news_of(const sealed_fact& fact) {
  feed_entry entry;
  if (const auto* sale = std::get_if<conversion_event>(&fact.body)) {
    if (!sale->outcome) return std::nullopt;
    entry.source = sale->source;
    entry.external_id = sale->external_id;
    entry.type = sale->type;
    entry.occurred_at = sale->occurred_at;
    entry.value = sale->value;
  } else if (const auto* change = std::get_if<adjustment_event>(&fact.body)) {
    entry.source = change->source;
    entry.external_id = change->external_id;
    entry.type = to_string(hub::entry_of(change->kind));
    entry.occurred_at = change->occurred_at;
    entry.adjustment = true;
  } else {
    return std::nullopt;
  }
  entry.seq = fact.seq;
  entry.received_at = fact.received_at;
  entry.event = fact.key;
  return entry;
}

}  // namespace

std::vector<feed_entry> entries_of(const truth_delta& delta, std::size_t most) {
  std::vector<feed_entry> entries;
  const auto skipped = delta.stored.size() > most ? delta.stored.size() - most : 0;
  for (auto fact = delta.stored.begin() + static_cast<std::ptrdiff_t>(skipped); fact != delta.stored.end(); ++fact)
    if (auto entry = news_of(*fact)) entries.push_back(std::move(*entry));
  if (entries.empty()) return entries;
  boost::unordered_flat_map<key128, std::size_t, key128_hash> place;
  for (std::size_t i = 0; i < entries.size(); ++i) place[entries[i].event] = i;
  for (const auto& made : delta.decisions) {
    // An older event moved because of one that came now, its partner as a rule.
    auto at = place.find(made.event);
    if (at == place.end()) at = place.find(made.partner);
    entries[at == place.end() ? entries.size() - 1 : at->second].decisions.push_back(made);
  }
  return entries;
}

feed_actor spawn_feed(caf::actor_system& system, feed_config config) { return system.spawn(feed, config); }

}  // namespace hub
