// What dedup decided about an item, for the sender (item_result) and for the audit trail (decision).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/entry_note.hpp"
#include "domain/error.hpp"
#include "domain/keys.hpp"
#include "domain/time.hpp"

namespace hub {

/// The rule by which a source event came to stand for a conversion (docs/semantics.md, Deduplication).
enum class merge_rule : std::uint8_t { none, redelivery, order_key, event_key, fuzzy, manual };

/// `redelivery`, `order_key`, `event_key`, `fuzzy`, `manual`; empty for none.
std::string_view to_string(merge_rule rule);

enum class item_status : std::uint8_t { accepted, merged, duplicate, rejected };

/// The answer for one item of an ingest request.
struct item_result {
  item_status status = item_status::accepted;
  merge_rule rule = merge_rule::none;
  bool has_conversion = false;
  bool updated = false;      ///< a duplicate whose newer content now stands
  bool outdated = false;     ///< a duplicate that says what a later version replaced, which stands
  bool kept = false;         ///< stored although it changes nothing now: an outdated version, a refused adjustment
  bool dated_ahead = false;  ///< taken in, and by its own word of more than a day after it came
  bool forgotten = false;    ///< rejected and nowhere kept: it names somebody who was erased
  key128 conversion;         ///< the conversion that the item's event stands for, when has_conversion
  std::uint64_t reject = 0;  ///< quarantine number, when rejected
  entry_note note = entry_note::counted;  ///< of an adjustment: what it is in the ledger of its sale
  std::vector<error> errors;
};

/// The answer to a fact that was told before.
item_result redelivery();
/// The answer to a version that a later one replaced.
item_result outdated_version();

/// One row of the audit trail: an event moved from one conversion to another.
struct decision {
  std::uint64_t seq = 0;               ///< the log position whose arrival caused it
  instant at = 0;                      ///< when it was decided
  merge_rule rule = merge_rule::none;  ///< none: the event stands alone again
  key128 event;                        ///< the event that moved
  key128 partner;                      ///< the event it matched
  key128 before;                       ///< conversion it stood for; zero when it is new
  key128 after;                        ///< conversion it stands for now
  std::string keys;                    ///< the matching key in words, e.g. `order_id=A-1`
  std::int64_t distance_us = 0;        ///< |Δt| between event and partner
  std::string source;                  ///< of the event; empty in trails older than this field
  std::string matched_source;          ///< of the partner; empty for an event that stands alone
};

/// What became of an item in quarantine: nothing yet, it was taken in by a replay, or somebody gave it up.
enum class quarantine_state : std::uint8_t { open, replayed, discarded };

/// `open`, `replayed`, `discarded`.
std::string_view to_string(quarantine_state state);

/// The route of a quarantined item whose text is a fact's bytes in hex digits, member `fact`: readable, but refused by what
/// was known. No request can name this route.
inline const std::string fact_route = "fact";

/// An item that could not be taken in, kept with the reason and its redacted text so that it can be replayed.
struct quarantined_item {
  std::uint64_t id = 0;  ///< shown as `rj_<id>`
  instant at = 0;
  std::string source;
  std::string route;  ///< which parser reads it: `conversions`, `touchpoints`, …, `ingest/<adapter>`
  std::vector<error> errors;
  std::string raw;
  std::string dataset = {};    ///< Meta dataset (pixel) id of the request, if it named one
  std::uint32_t attempts = 1;  ///< how often it was tried, the first time included
  instant tried_at = 0;        ///< the last time
  quarantine_state state = quarantine_state::open;
};

/// Which quarantined items are meant; what is empty does not narrow.
struct quarantine_filter {
  std::optional<quarantine_state> state;
  std::string source;
  std::string code;  ///< of any of its errors
  std::optional<std::uint64_t> id;
};

/// What another attempt at a quarantined item, or somebody's decision, made of it.
struct quarantine_change {
  std::uint64_t id = 0;
  instant at = 0;
  quarantine_state state = quarantine_state::open;
  bool attempt = true;        ///< it was tried again
  std::vector<error> errors;  ///< of this attempt; empty leaves those that stand
};

}  // namespace hub
