#include "net/contact_decision.hpp"

#include <algorithm>

#include "domain/identity_graph.hpp"
#include "net/contact_key.hpp"
#include "sources/json_document.hpp"

namespace hub::net {
namespace {

using sources::json_kind;
using sources::json_value;

constexpr std::size_t longest_note = 1'000;
constexpr std::size_t most_identifiers = 100;

error body_malformed(std::string place) {
  return fail("body-malformed",
              "give {\"identifiers\": [\"email:a@example.com\", \"phone:+491701234567\"], \"note\": \"why\"}",
              std::move(place));
}

result<void> add(unmerge_body& to, std::string_view text, std::string place) {
  auto id = parse_identifier(text);
  if (!id) return fail(id.error().code, id.error().detail, std::move(place));
  const auto key = identifier_key(*id);
  if (std::any_of(to.identifiers.begin(), to.identifiers.end(), [&](auto& i) { return identifier_key(i) == key; }))
    return fail("identifier-repeated", "this identifier is named twice; name each once", std::move(place));
  to.identifiers.push_back(std::move(*id));
  return {};
}

result<void> add_all(unmerge_body& to, const json_value& list) {
  if (!list.is(json_kind::array)) return body_malformed("/identifiers");
  std::size_t no = 0;
  for (const auto each : list) {
    auto place = "/identifiers/" + std::to_string(no++);
    if (!each.is(json_kind::string)) return body_malformed(std::move(place));
    if (no > most_identifiers)
      return fail("identifiers-too-many", "name at most " + std::to_string(most_identifiers), "/identifiers");
    if (auto added = add(to, each.text(), std::move(place)); !added) return added;
  }
  return {};
}

}  // namespace

result<unmerge_body> read_unmerge(std::string_view body, std::string_view of) {
  sources::json_document document;
  const auto whole = document.parse(body);
  if (!whole) return whole.error();
  if (!whole->is(json_kind::object)) return body_malformed("");
  if (const auto twice = whole->duplicate_key()) return body_malformed("/" + std::string(twice.key()));
  unmerge_body out;
  for (const auto member : *whole) {
    if (member.key() == "note") {
      if (!member.is(json_kind::string)) return body_malformed("/note");
      if (member.text().size() > longest_note)
        return fail("note-too-long", "a note has at most " + std::to_string(longest_note) + " bytes", "/note");
      out.note = member.text();
    } else if (member.key() == "identifiers") {
      if (auto added = add_all(out, member); !added) return added.error();
    } else {
      return fail("field-unknown", "there is no field '" + std::string(member.key()) + "'; give identifiers and note",
                  "/" + std::string(member.key()));
    }
  }
  if (out.identifiers.size() == 1 && parse_identifier(of))
    if (auto added = add(out, of, "key"); !added) return added.error();
  if (out.identifiers.size() < 2)
    return fail(
        "identifiers-too-few",
        "name two or more identifiers that are not one person, or one when the path names the contact by another",
        "/identifiers");
  return out;
}

}  // namespace hub::net
