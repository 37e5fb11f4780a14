// Names of events: what platforms call them, and the IAB ECAPI 1.0 name under which the hub keeps them.
#pragma once

#include <string>
#include <string_view>

namespace hub::sources {

/// What an event's name means.
struct event_type {
  std::string name;     ///< IAB ECAPI name, or the given name in snake case where that standard has none
  bool outcome = true;  ///< whether a platform's event of this name is a conversion
  bool known = true;    ///< false: a name that no platform or standard uses
};

/// Looks *given* up without regard to case, spaces, `_` and `-`. Unknown names are outcomes of a type of their own.
event_type classify_event(std::string_view given);

}  // namespace hub::sources
