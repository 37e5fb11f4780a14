// Why an actor could not answer. These travel as caf::error, so that a request that fails is never an empty answer.
#pragma once

#include <cstdint>
#include <string>

#include "messages/caf.hpp"

namespace hub {

enum class actor_errc : std::uint8_t {
  none = 0,
  not_ready,    ///< the store is being read; try again shortly
  refused,      ///< the commit failed; nothing of the request was kept
  unavailable,  ///< an actor that is needed does not answer
  ahead,        ///< the question is about a position of the log that is not there yet
  too_few,      ///< the data are not enough for a data-driven model
  too_many,     ///< they are more than it can be computed over
  died,         ///< the actor died of an exception
  no_room,      ///< the disk is full; nothing of the request was kept
  damaged,      ///< what is stored cannot be read, and will not be when it is tried again
  unfit,        ///< something in the request cannot be decided over; nothing of it was kept
  forgotten,    ///< what the request goes on with is not there any more; it must be begun again
};

}  // namespace hub

CAF_ERROR_CODE_ENUM(hub::actor_errc, "hub")

namespace hub {

/// An error with a sentence for the operator.
inline caf::error actor_error(actor_errc code, std::string detail) { return caf::make_error(code, std::move(detail)); }

/// The sentence an actor gave with its error, if it gave one.
inline std::string sentence_of(const caf::error& why) {
  std::string text;
  if (why.context().match_elements<std::string>()) text = why.context().get_as<std::string>(0);
  return text;
}

/// Why an actor died, for the log: its last words, else what CAF says.
inline std::string last_words_of(const caf::error& why) {
  auto text = sentence_of(why);
  return text.empty() ? caf::to_string(why) : text;
}

}  // namespace hub
