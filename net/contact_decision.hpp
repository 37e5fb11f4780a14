// The body that says which identifiers of a contact are not one person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"
#include "net/body_reader.hpp"

namespace hub::net {

struct unmerge_body {
  std::vector<identifier> identifiers;  ///< two or more, different
  std::string note;
};

/// Reads `{"identifiers":["email:a@x.com","phone:+491701234567"],"note":"…"}`; what is wrong is told by `in.finish()`.
/// @param of the contact key in the path: an identifier there is one of them, the last, where the body names one only.
/// Errors besides those of body_reader: `identifier-malformed`, `identifiers-too-few`, `identifier-repeated`,
/// `identifiers-too-many`.
unmerge_body read_unmerge(body_reader& in, std::string_view of);

}  // namespace hub::net
