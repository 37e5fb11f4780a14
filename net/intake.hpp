// The way of a body into the hub, the same for every route that takes items: read by a source's parser, sealed, counted,
// decided over and committed, and only then answered.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "net/api.hpp"
#include "sources/source.hpp"

namespace hub::net {

/// Between a route and the zone in which its times were read, in quarantine: `conversions?tz=Europe/Berlin`.
inline const std::string zone_mark = "?tz=";

/// What a route takes in: how to read it, and what to call the route in quarantine.
struct intake {
  sources::parse_function parse = nullptr;
  std::string route;             ///< which parser a replay uses: `conversions`, `ingest/meta_capi`, …
  std::string source;            ///< of the facts
  std::string place;             ///< JSON pointer of the array of items: `/data` in Meta's bodies
  std::string dataset;           ///< Meta dataset (pixel) id that the route names
  const zone* local = nullptr;   ///< how to read times without a zone
  std::size_t most_decoded = 0;  ///< bytes of a body once it is unpacked; 0: what the settings allow
};

/// Parses and seals one body. A body that is gzip is unpacked whatever its headers say. Errors mean the whole body:
/// those of the parser, `content-coding-corrupt`, `body-too-large`, `too-many-items`; they are counted as refused.
result<ingest_batch> read_batch(const api_context& api, const http_request& request, const intake& in);

/// The same for senders who send nothing again that was refused: a body that cannot be read is one rejected item, kept
/// with the text that *redact* makes of it.
ingest_batch read_batch_or_keep(const api_context& api, const http_request& request, const intake& in,
                                std::string (*redact)(std::string_view));

/// Has *batch* decided and committed, then answers *to* with what *render* makes of the receipt, or with a refusal that
/// says when to come back.
void take_in(const api_context& api, ingest_batch batch, reply_to to,
             std::function<http_answer(ingest_receipt&)> render);

/// The same, but *then* answers *to* itself; it may take in more.
void take_in_then(const api_context& api, ingest_batch batch, reply_to to, std::function<void(ingest_receipt&)> then);

/// Makes a batch of what a parser made of items; *source* and *route* as in intake.
ingest_batch seal_items(sources::parsed parsed, const intake& in, instant received_at);

/// The answer of native and universal routes.
http_answer receipt_answer(ingest_receipt& receipt);

}  // namespace hub::net
