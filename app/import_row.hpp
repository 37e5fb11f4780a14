// A row of a file on its way into the hub.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/time.hpp"

namespace hub::app {

/// What is sent, and what goes on the list of rejected rows should it be refused.
struct import_row {
  /// What the row was to an import before, where it comes from a list of rejected rows.
  struct origin {
    std::string reject_id;  ///< in quarantine; empty if it never got there
    std::string reason;     ///< why it was refused
  };

  std::string json;               ///< one line of NDJSON, without its end; empty if the row could not be read
  std::string original;           ///< the row's cells as CSV; for NDJSON line number and text
  std::string trouble;            ///< why it could not be read; empty if it could
  std::int64_t line = 0;          ///< of the file on which it begins, from 1
  std::string advice = {};        ///< what may help should it be refused; empty if nothing is known
  std::string step_type = {};     ///< the type of what is told as a conversion and only leads to one, such as a cart
  std::string strange_type = {};  ///< the type of a conversion, where no platform or standard has it
  std::string unpaid_column = {},
              unpaid_state = {};    ///< that says of a purchase that it is hardly paid, and what it says
  bool is_worthless = false;        ///< a purchase, of which no cell says the value
  bool takes_all_back = false;      ///< a refund or chargeback, of which no cell says the amount
  bool gives_nothing_back = false;  ///< a refund or chargeback of 0.00
  bool is_short = false;            ///< the row has fewer cells than the header
  bool has_no_address = false;      ///< its cell for an e-mail address holds something else
  bool has_grouped_amount =
      false;                       ///< an amount such as `1.299`, which may mean thousands, where a point divides cents
  std::optional<instant> at = {};  ///< when what it tells of happened, where a cell says so
  origin was = {};
};

}  // namespace hub::app
