// Conversions as people name them: by order number, or by the id that a source gave.
#pragma once

#include <string>

#include "app/client.hpp"

namespace hub::app {

/// The id of the conversion that *word* names: itself where it is one (`cv_…`), else that of the only conversion with this
/// order id or external id; `order:` before it says that an order is meant. Errors: `conversion-unknown`,
/// `conversion-ambiguous` with the ids that there are, and what the hub refuses.
result<std::string> conversion_named(client& hub, const std::string& word);

/// The key of the contact that *word* names: itself where it is an e-mail address, a contact id or `kind:value`, else that
/// of the contact whose the order or conversion *word* is. Errors: those of conversion_named, `contact-unknown`,
/// `contact-ambiguous` where the conversion is of several.
result<std::string> contact_named(client& hub, const std::string& word);

}  // namespace hub::app
