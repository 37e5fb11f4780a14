#include "net/contact_decision.hpp"

#include <algorithm>

#include "domain/identity_graph.hpp"
#include "net/contact_key.hpp"

namespace hub::net {
namespace {

constexpr std::size_t most_identifiers = 100;

/// Adds the identifier that *text* names.
void add(unmerge_body& to, std::string_view text, std::string place, body_reader& in) {
  auto id = parse_identifier(text);
  if (!id) return in.refuse(fail(id.error().code, id.error().detail, std::move(place)));
  const auto key = identifier_key(*id);
  if (std::any_of(to.identifiers.begin(), to.identifiers.end(), [&](auto& i) { return identifier_key(i) == key; }))
    in.refuse(fail("identifier-repeated", "this identifier is named twice; name each once", std::move(place)));
  to.identifiers.push_back(std::move(*id));
}

}  // namespace

unmerge_body read_unmerge(body_reader& in, std::string_view of) {
  unmerge_body out;
  out.note = in.note();
  const auto named = in.texts("identifiers").value_or(std::vector<std::string>());
  if (named.size() > most_identifiers) {
    in.refuse(fail("identifiers-too-many", "name at most " + std::to_string(most_identifiers), "/identifiers"));
    return out;
  }
  for (std::size_t no = 0; no < named.size(); ++no) add(out, named[no], "/identifiers/" + std::to_string(no), in);
  if (named.size() == 1 && parse_identifier(of)) {
    add(out, of, "key", in);
  } else if (named.size() < 2) {
    in.refuse(
        fail("identifiers-too-few",
             "name two or more identifiers that are not one person, or one when the path names the contact by another",
             "/identifiers"));
  }
  return out;
}

}  // namespace hub::net
