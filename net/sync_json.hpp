// The pulled sources as JSON: how each is, and what became of an order.
#pragma once

#include <string>
#include <string_view>

#include "messages/sync.hpp"
#include "net/json_writer.hpp"

namespace hub::net {

/// `ok`, `silent`, `syncing`, `waiting`, `retrying`, `paused`, `failing`, `stopped` or `parked`.
std::string_view to_string(sync_phase phase);
/// `closed`, `open` or `half_open`.
std::string_view to_string(breaker_state state);
/// `taken`, `busy`, `paused`, `starting` or `unknown`.
std::string_view to_string(order_outcome outcome);

/// Seconds since the source was last read up; nothing if it never was. @param now UTC
std::optional<std::int64_t> sync_lag_s(const sync_state& source, instant now);

/// An array of the sources, or null where *states* is null: nobody knows.
void write_sync_states(json_writer& out, const sync_states* states);

/// The document of GET /v1/sync: `{"at":…,"sources":[…]}`.
std::string sync_json(const sync_states& states);

/// What became of an order: `{"sources":[{"source":…,"outcome":…}]}`.
std::string sync_receipt_json(const sync_receipt& receipt);

}  // namespace hub::net
