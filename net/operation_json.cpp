#include "net/operation_json.hpp"

#include "net/json_writer.hpp"
#include "net/record_json.hpp"
#include "net/sync_json.hpp"

namespace hub::net {
namespace {

std::string reject_id(std::uint64_t id) { return "rj_" + std::to_string(id); }

void write_item(json_writer& out, const quarantined_item& item) {
  out.begin_object().member("reject_id", reject_id(item.id)).member("state", hub::to_string(item.state));
  out.member("at", format_instant(item.at)).member("source", item.source).member("route", item.route);
  out.member("attempts", item.attempts);
  if (item.tried_at != 0) out.member("tried_at", format_instant(item.tried_at));
  out.key("errors").begin_array();
  for (const auto& e : item.errors)
    out.begin_object().member("pointer", e.pointer).member("code", e.code).member("detail", e.detail).end_object();
  out.end_array().member("raw", item.raw).end_object();
}

void write_source(json_writer& out, const intake_balance& b, std::uint64_t awaiting_fetch) {
  out.begin_object().member("source", b.source).member("received", b.received).member("stored", b.stored);
  out.member("duplicates", b.duplicates).member("quarantined", b.quarantined).member("refused", b.refused);
  out.member("awaiting_fetch", awaiting_fetch).end_object();
}

}  // namespace

std::string status_json(const hub_status& s, std::string_view version, instant started_at,
                        const std::vector<intake_balance>& intake, const sync_states* sync) {
  json_writer out;
  out.begin_object().member("ready", s.ready);
  write_text(out, "reason", s.reason);
  out.member("takes_in", s.ready && s.refuses.empty());
  write_text(out, "refuses_because", s.refuses);
  out.member("version", version).member("started_at", format_instant(started_at));
  out.member("data_seq", s.data_seq).member("events", s.events);
  out.member("conversions", s.conversions)
      .member("adjustments", s.adjustments)
      .member("touches", s.touches)
      .member("contacts", s.contacts);
  out.member("shared_identifiers", s.shared_identifiers);
  out.key("shards").begin_object().member("here", s.shards_here).member("in_workers", s.shards_in_workers);
  out.member("filling", s.shards_filling).end_object();
  out.member("rejected", s.rejected).key("sources").begin_array();
  auto waiting = s.awaiting_fetch;
  for (const auto& b : intake) {
    write_source(out, b, waiting[b.source]);
    waiting.erase(b.source);
  }
  // A source may wait for records that were told before this process began to count.
  for (const auto& [source, count] : waiting)
    if (count > 0) write_source(out, {source, 0, 0, 0, 0, 0}, count);
  out.end_array().key("sync");
  write_sync_states(out, sync);
  out.end_object().end_line();
  return out.take();
}

std::string state_hash_json(const state_sums& sums) {
  json_writer out;
  out.begin_object().member("state_hash", sums.hash()).member("data_seq", sums.data_seq);
  out.member("conversions", sums.conversions.count()).member("events", sums.events.count());
  out.member("contacts", sums.contacts.count()).member("touches", sums.touches.count());
  out.end_object().end_line();
  return out.take();
}

std::string quarantined_json(const quarantined_item& item) {
  json_writer out;
  write_item(out, item);
  out.end_line();
  return out.take();
}

std::string replay_json(std::size_t replayed, std::size_t still_rejected) {
  json_writer out;
  out.begin_object().member("replayed", replayed).member("still_rejected", still_rejected).end_object().end_line();
  return out.take();
}

std::string quarantine_json(const quarantine_answer& page, std::size_t limit) {
  json_writer out;
  out.begin_object().key("data").begin_array();
  for (const auto& item : page.items) write_item(out, item);
  out.end_array().key("next_cursor");
  page.items.size() < limit ? out.value(nullptr) : out.value(reject_id(page.items.back().id));
  out.end_object().end_line();
  return out.take();
}

}  // namespace hub::net
