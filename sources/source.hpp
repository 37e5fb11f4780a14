// What every source adapter is: a pure function from one request body to facts and rejected items, in input order.
// Nothing here reads a clock, a file or a socket; what an adapter needs to know of the request is in the payload. How a
// source is added: docs/adding-a-source.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "domain/error.hpp"
#include "domain/facts.hpp"
#include "domain/time.hpp"
#include "sources/source_settings.hpp"

namespace hub::sources {

/// A header of the request, its name in lower case.
using request_header = std::pair<std::string, std::string>;

/// One body as it arrived, decompressed, with what the request said about it.
struct payload {
  std::string_view body;
  std::string_view content_type;       ///< media type; `application/x-ndjson` says that a bad line is only that line
  std::string_view source = "manual";  ///< slug that the facts carry
  instant received_at = 0;             ///< stands in where a fact may lack its time (identities)
  const zone* local = nullptr;         ///< set for files: how to read times without a zone; also admits Unix numbers
  std::string_view dataset = {};       ///< Meta dataset (pixel) id of the route, if it names one
  std::string_view query = {};         ///< of the request, as sent and without `?`: some sources put their item there
  std::span<const request_header> headers = {};
  const source_settings* settings = &default_source_settings();

  /// The first value of header *name* (lower case), or empty.
  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
};

/// An item that is no fact, with everything that is wrong with it.
struct rejection {
  std::vector<error> errors;  ///< pointers are absolute in the body, e.g. `/3/currency`
  std::string raw;            ///< the item's text without raw e-mail addresses and phone numbers, fit for replay
};

/// An item that the hub is meant to leave out, and why: an automatic event of the pixel, say. Counted, not kept.
struct ignored {
  error why;
};

using item = std::variant<fact_body, rejection, ignored>;

/// A further fact that an item brought beside its own: the earlier clicks that a pixel event remembers, say.
struct companion {
  std::size_t of = 0;  ///< position of the item
  fact_body fact;
};

/// What a body became.
struct parsed {
  std::vector<item> items;  ///< one entry per input item, in input order
  std::vector<companion> companions;
};

/// Fails only when the body as a whole cannot be read: `body-empty`, `json-malformed` (the byte offset is in the
/// detail), `body-not-object-or-array`.
using parse_function = result<parsed> (*)(const payload&);

}  // namespace hub::sources
