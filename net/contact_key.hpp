// How a caller names a contact: by contact id, by e-mail address, or by any identifier as `kind:value`.
#pragma once

#include <string_view>

#include "domain/error.hpp"
#include "domain/keys.hpp"

namespace hub::net {

/// `ct_<32 hex>`, an address, or `email:`, `phone:`, `external_id:`, `crm_contact_id:`, `anonymous_id:`, `fbp:`,
/// `fbc:`, `fbclid:`, `gclid:`, `msclkid:`, `ttclid:`, `atclid:`, `click:` and a value, brought to the form in which it
/// links. Error: `contact-key-malformed`.
result<key128> parse_contact_key(std::string_view text);

}  // namespace hub::net
