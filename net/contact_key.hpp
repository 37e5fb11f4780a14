// How a caller names a contact: by contact id, by e-mail address, or by any identifier as `kind:value`.
#pragma once

#include <string_view>

#include "domain/error.hpp"
#include "domain/facts.hpp"
#include "domain/keys.hpp"

namespace hub::net {

/// `ct_<32 hex>`, an address, or `email:`, `phone:`, `external_id:`, `crm_contact_id:`, `anonymous_id:`, `fbp:`,
/// `fbc:`, `fbclid:`, `gclid:`, `msclkid:`, `ttclid:`, `atclid:`, `click:` and a value, brought to the form in which it
/// links. Error: `contact-key-malformed`.
result<key128> parse_contact_key(std::string_view text);

/// An identifier alone: an address, or any `kind:value` of the above. Error: `identifier-malformed`.
result<identifier> parse_identifier(std::string_view text);

/// `email`, `phone`, …: the kind as it is written before the colon, but `click` for any other network's.
std::string_view to_string(identifier_kind kind);

}  // namespace hub::net
