// Sends rows to the hub in batches and sorts out what became of each; knows neither files nor columns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/client.hpp"
#include "app/import_rows.hpp"
#include "app/patient_client.hpp"

namespace hub::app {

/// Why a row was not taken in.
struct rejected_row {
  import_row row;
  std::string reason;
  std::vector<error> errors = {};  ///< what the hub found wrong, each with the field as its place
  std::string reject_id = {};      ///< in quarantine; empty for what did not get there

  /// The first field that is wrong; empty when it is the row.
  std::string field() const { return errors.empty() ? std::string() : errors.front().pointer; }
};

/// A row that says nothing of its own, being a known event or a known conversion, or that replaces what is known.
struct merged_row {
  std::int64_t line = 0;
  std::string rule;           ///< `redelivery`, `order_key`, `event_key`, `fuzzy`
  std::string conversion_id;  ///< empty for what is no conversion
  bool updated = false;       ///< a known event or day of spend whose new content stands from now on
};

/// A row that says something else than what is known of its order.
struct known_row {
  std::int64_t line = 0;
  std::string json;           ///< the row as it was sent
  std::string conversion_id;  ///< that the row belongs to
  std::string value;          ///< what that is worth by earlier reports, if not the same: `59.00 EUR`
  std::string standing;       ///< what it is worth with the row
  std::string type;           ///< as which the order is known besides, in another conversion
  std::string order;          ///< of another conversion: the row's order id with a # before it, or without
};

/// A refund or the like that does not simply count.
struct noted_row {
  std::int64_t line = 0;
  std::string note;  ///< `waits-for-sale`, `over-refund`, `repeated`, …, or `outdated`
};

/// Of a row that says what a later version of it replaced.
inline constexpr std::string_view outdated_note = "outdated";

/// What became of a batch.
struct batch_outcome {
  std::int64_t accepted = 0;
  std::int64_t duplicates = 0;
  std::int64_t updated = 0;  ///< of both, what replaced older content
  std::vector<rejected_row> rejected;
  std::vector<merged_row> merged;
  std::vector<known_row> known;
  std::vector<noted_row> notes;
};

/// Sends *rows* to *target* and waits for what the hub says of them. Sending rows twice is safe: the hub knows
/// them again. Errors: `server-unreachable`, `refused-STATUS`,
/// `answer-malformed`.
result<batch_outcome> send_batch(patient_client& hub, const std::string& target, std::vector<import_row> rows);

}  // namespace hub::app
