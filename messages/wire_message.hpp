// How a struct becomes a message that may travel to another process: CAF carries its bytes, wire.hpp makes them. Within a
// process it is moved, and none of this runs.
#pragma once

#include "messages/caf.hpp"
#include "messages/wire_types.hpp"

namespace hub {

template <class T>
inline constexpr bool is_wire_message = false;

/// For CAF: one field, which are the bytes. Bytes that are no such message fail as `invalid_argument`.
template <class Inspector, class T>
requires is_wire_message<T>
typename Inspector::result_type inspect(Inspector& f, T& message) {
  std::string bytes;
  if constexpr (Inspector::reads_state) bytes = wire::bytes_of(message);
  return f(bytes, caf::meta::load_callback([&]() -> caf::error {
             if (wire::read_whole(bytes, message)) return caf::none;
             return caf::sec::invalid_argument;
           }));
}

}  // namespace hub

/// Declares a struct that travels between actors, of other processes too. Every type in it must travel: see wire.hpp.
#define HUB_WIRE_MESSAGE(type) \
  template <>                  \
  inline constexpr bool hub::is_wire_message<type> = true;
