// What kind of conversion AnyTrack or a network tells of, and whether it still stands.
#pragma once

#include <string>

#include "sources/anytrack/anytrack_fields.hpp"
#include "sources/item_reader.hpp"

namespace hub::sources {

struct anytrack_type {
  std::string name;      ///< as sources/event_types.hpp has it
  std::string original;  ///< as it was told; empty when the value decided
  bool outcome = true;
  bool rebill = false;
};

enum class anytrack_status { stands, reversed, charged_back };

/// Whether an amount is absent or zero.
bool is_nothing(json_value amount);

/// The type by name, else by value. *reversed*: of what was taken back without saying what it was, a purchase is meant.
anytrack_type read_type(anytrack_fields& in, item_reader& reader, bool reversed);

/// `status`, or an event called a refund. `pending`, `approved`, `locked` and words unknown here stand; they are kept.
anytrack_status read_status(anytrack_fields& in, item_reader& reader);

/// `purchase/<transaction>`, `rebill/<transaction>`.
std::string id_of(const anytrack_type& type, std::string_view transaction);

}  // namespace hub::sources
