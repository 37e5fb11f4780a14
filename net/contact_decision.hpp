// The body that says which identifiers of a contact are not one person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/facts.hpp"

namespace hub::net {

struct unmerge_body {
  std::vector<identifier> identifiers;  ///< two or more, different
  std::string note;
};

/// Reads `{"identifiers":["email:a@x.com","phone:+491701234567"],"note":"…"}`. @param of the contact key in the path: an
/// identifier there is one of them, the last. Errors: `json-malformed`, `body-malformed`, `field-unknown`,
/// `identifier-malformed`, `identifiers-too-few`, `identifier-repeated`, `identifiers-too-many`, `note-too-long`.
result<unmerge_body> read_unmerge(std::string_view body, std::string_view of);

}  // namespace hub::net
