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
  std::string field;  ///< the first field that is wrong; empty when it is the row
};

/// A row that says nothing of its own: it is a known event, or a known conversion.
struct merged_row {
  std::int64_t line = 0;
  std::string rule;           ///< `redelivery`, `order_key`, `event_key`, `fuzzy`
  std::string conversion_id;  ///< empty for what is no conversion
};

/// What became of a batch.
struct batch_outcome {
  std::int64_t accepted = 0;
  std::int64_t duplicates = 0;
  std::vector<rejected_row> rejected;
  std::vector<merged_row> merged;
};

/// Sends *rows* to *target* and waits for what the hub says of them. Sending rows twice is safe: the hub knows
/// them again. Errors: `server-unreachable`, `refused-STATUS`,
/// `answer-malformed`.
result<batch_outcome> send_batch(patient_client& hub, const std::string& target, std::vector<import_row> rows);

}  // namespace hub::app
