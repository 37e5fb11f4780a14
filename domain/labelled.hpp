// What carries a label, as a page of answers lists it.
#pragma once

#include <string>

#include "domain/keys.hpp"
#include "domain/labels.hpp"
#include "domain/money.hpp"

namespace hub {

/// One touch or conversion that carries a label.
struct labelled_item {
  bool is_touch = false;
  instant at = 0;
  key128 key;           ///< a conversion's id
  std::string id;       ///< of a touch
  std::string source;   ///< of a conversion, or the feed of a touch
  std::string contact;  ///< contact id; of a conversion the first
  std::string type;     ///< of a conversion
  money value;          ///< of a conversion: what it was sold for, where has_value
  bool has_value = false;
  label_note note;
};

/// Where a page of them ends.
struct labelled_position {
  instant at = 0;
  key128 key;
  friend constexpr auto operator<=>(const labelled_position&, const labelled_position&) = default;
};

}  // namespace hub
