#include "net/sync_json.hpp"

#include <algorithm>

#include "net/record_json.hpp"

namespace hub::net {
namespace {

void write_instant(json_writer& out, std::string_view name, const std::optional<instant>& at) {
  out.member(name, at ? std::optional(format_instant(*at)) : std::nullopt);
}

/// `{"code","detail"}`, with when it was where that is known; null where all is well.
void write_error(json_writer& out, std::string_view name, const std::optional<error>& why,
                 const std::optional<instant>& at) {
  out.key(name);
  if (!why) {
    out.value(nullptr);
    return;
  }
  out.begin_object().member("code", why->code).member("detail", why->detail);
  if (at) write_instant(out, "at", at);
  out.end_object();
}

/// Of the run that goes on; null while none does.
void write_progress(json_writer& out, const sync_state& s) {
  out.key("progress");
  if (!s.run_began) {
    out.value(nullptr);
    return;
  }
  out.begin_object().member("done", s.done).member("total", s.total > 0 ? std::optional(s.total) : std::nullopt);
  write_instant(out, "eta", s.done_at);
  out.end_object();
}

void write_state(json_writer& out, const sync_state& s, instant now) {
  out.begin_object().member("source", s.source).member("state", to_string(s.phase));
  write_error(out, "why", s.why, {});
  write_instant(out, "until", s.until);
  out.member("tries", s.tries).member("most_tries", s.most_tries);
  write_instant(out, "last_success", s.last_success);
  out.member("lag_seconds", sync_lag_s(s, now));
  write_error(out, "last_error", s.last_error, s.last_error_at);
  write_instant(out, "failing_since", s.failing_since);
  write_instant(out, "run_began", s.run_began);
  write_progress(out, s);
  write_instant(out, "next_run", s.next_run);
  out.member("records", s.records).member("rejected", s.rejected);
  write_text(out, "cursor", s.cursor);
  out.member("breaker", to_string(s.breaker)).member("restarts", s.restarts);
  write_instant(out, "token_expires", s.token_expires);
  write_texts(out, "notes", s.notes);
  out.end_object();
}

}  // namespace

std::string_view to_string(sync_phase phase) {
  constexpr std::string_view names[] = {"ok",     "silent",  "syncing", "waiting", "retrying",
                                        "paused", "failing", "stopped", "parked"};
  return names[static_cast<std::size_t>(phase)];
}

std::string_view to_string(breaker_state state) {
  constexpr std::string_view names[] = {"closed", "open", "half_open"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view to_string(order_outcome outcome) {
  constexpr std::string_view names[] = {"taken", "busy", "paused", "starting", "unknown"};
  return names[static_cast<std::size_t>(outcome)];
}

std::optional<std::int64_t> sync_lag_s(const sync_state& source, instant now) {
  if (!source.last_success) return std::nullopt;
  return std::max<std::int64_t>((now - *source.last_success) / second_us, 0);
}

void write_sync_states(json_writer& out, const sync_states* states) {
  if (states == nullptr) {
    out.value(nullptr);
    return;
  }
  out.begin_array();
  for (const auto& source : states->sources) write_state(out, source, states->at);
  out.end_array();
}

std::string sync_json(const sync_states& states) {
  json_writer out;
  out.begin_object().member("at", format_instant(states.at)).key("sources");
  write_sync_states(out, &states);
  out.end_object().end_line();
  return out.take();
}

std::string sync_receipt_json(const sync_receipt& receipt) {
  json_writer out;
  out.begin_object().key("sources").begin_array();
  for (const auto& [source, outcome] : receipt.outcomes)
    out.begin_object().member("source", source).member("outcome", to_string(outcome)).end_object();
  out.end_array().end_object().end_line();
  return out.take();
}

}  // namespace hub::net
