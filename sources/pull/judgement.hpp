// What an answer means for the one who asked, decided by the platform's own codes before the HTTP status: taken, to be
// asked again, to be waited for, to be asked for less, or not to be asked again until somebody changes something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sources/pull/fetch.hpp"

namespace hub::sources {

enum class answer_kind : std::uint8_t {
  fine,     ///< take it
  again,    ///< may work the next time: counts as a failed try
  wait,     ///< the platform asks for patience: no failure
  smaller,  ///< too much was asked for at once
  stop,     ///< will not work until somebody acts
};

struct judgement {
  answer_kind kind = answer_kind::fine;
  error why = {};       ///< `detail` says what to do where somebody must; without secrets and addresses of people
  instant wait_us = 0;  ///< from the answer's receipt; 0 with `again`: as backoff says

  bool fine() const { return kind == answer_kind::fine; }
};

/// An answer whose platform has no codes of its own: 401 and 403 stop, 429 waits, other 4xx stop, the rest of what is
/// not 2xx is asked again. Redirects are not followed.
/// @param with_secret  whether the request carried a token; without, none can be mended
judgement judge_plain(const fetch_answer& answer, bool with_secret);

/// By HubSpot's categories and policies. 207 is fine: it says itself what is missing.
judgement judge_hubspot(const fetch_answer& answer);

/// By Meta's error codes and subcodes, whatever the status is.
judgement judge_meta(const fetch_answer& answer);

/// No answer came. Every such failure may be over the next time, a bad certificate too.
judgement judge_failure(const error& why);

/// An answer that was taken for fine and turns out to be none: asked again.
judgement broken(std::string code, std::string detail);

}  // namespace hub::sources
