// How an actor of the hub dies: of an exception, whose text is the reason that its supervisor hears.
#pragma once

#include <exception>
#include <functional>
#include <stdexcept>
#include <string>

#include "messages/errors.hpp"
#include "messages/faults.hpp"

namespace hub {

/// Makes *self* leave word of the exception that it dies of, and die of one when it is told to (injected_fault).
/// @param put_off takes a fault for later, if it is one of those that the actor knows; none: it knows none
template <class Self>
void leave_last_words(Self* self, std::function<bool(const injected_fault&)> put_off = {}) {
  self->set_exception_handler([](caf::scheduled_actor* who, std::exception_ptr& thrown) -> caf::error {
    std::string what = "an unknown exception";
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) { what = e.what(); } catch (...) {
    }
    return actor_error(actor_errc::died, std::string(who->name()) + ": " + what);
  });
  self->set_default_handler([put_off = std::move(put_off)](caf::scheduled_actor*,
                                                           caf::message_view& unexpected) -> caf::result<caf::message> {
    if (!unexpected.content().match_elements<injected_fault>()) return caf::sec::unexpected_message;
    if (!put_off || !put_off(unexpected.content().get_as<injected_fault>(0)))
      throw std::runtime_error("a fault on purpose");
    return caf::message();
  });
}

}  // namespace hub
