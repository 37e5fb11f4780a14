// What every source adapter is: a pure function from one request body to facts and rejected items, in input order.
// Nothing here reads a clock, a file or a socket; what an adapter needs to know of the request is in the payload.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/error.hpp"
#include "domain/facts.hpp"
#include "domain/time.hpp"

namespace hub::sources {

/// One body as it arrived, decompressed, with what the request said about it.
struct payload {
  std::string_view body;
  std::string_view content_type;       ///< media type; `application/x-ndjson` says that a bad line is only that line
  std::string_view source = "manual";  ///< slug that the facts carry
  instant received_at = 0;             ///< stands in where a fact may lack its time (identities)
  const zone* local = nullptr;         ///< set for files: how to read times without a zone; also admits Unix numbers
  std::string_view dataset = {};       ///< Meta dataset (pixel) id of the route, if it names one
};

/// An item that is no fact, with everything that is wrong with it.
struct rejection {
  std::vector<error> errors;  ///< pointers are absolute in the body, e.g. `/3/currency`
  std::string raw;            ///< the item's text without raw e-mail addresses and phone numbers, fit for replay
};

using item = std::variant<fact_body, rejection>;

/// One entry per input item, in input order.
using parsed = std::vector<item>;

/// Fails only when the body as a whole cannot be read: `body-empty`, `json-malformed` (the byte offset is in the
/// detail), `body-not-object-or-array`.
using parse_function = result<parsed> (*)(const payload&);

}  // namespace hub::sources
