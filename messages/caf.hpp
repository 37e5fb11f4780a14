// The one place that depends on the CAF version: how a struct becomes a message and how a request is typed. A port to
// another CAF changes this file.
#pragma once

#include <caf/all.hpp>

/// Declares a struct that travels between actors of this process only, by move, never over a wire.
#define HUB_LOCAL_MESSAGE(type) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(type)

namespace hub {

/// An interface that answers *Request* with *Reply*.
template <class Request, class Reply>
using answers = typename caf::replies_to<Request>::template with<Reply>;

/// An interface that takes *Notice* and answers nothing.
template <class Notice>
using takes = caf::reacts_to<Notice>;

}  // namespace hub
