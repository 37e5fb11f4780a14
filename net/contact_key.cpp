#include "net/contact_key.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "domain/identity_graph.hpp"
#include "domain/normalise.hpp"
#include "domain/text.hpp"
#include "sources/identifiers.hpp"

namespace hub::net {
namespace {

constexpr std::string_view id_prefix = "ct_";

constexpr std::array<std::pair<std::string_view, identifier_kind>, 14> kinds = {{
    {"email", identifier_kind::email},
    {"phone", identifier_kind::phone},
    {"external_id", identifier_kind::external_id},
    {"external_user_id", identifier_kind::external_id},
    {"crm_contact_id", identifier_kind::crm_contact_id},
    {"anonymous_id", identifier_kind::anonymous_id},
    {"fbp", identifier_kind::fbp},
    {"fbc", identifier_kind::fbclid},
    {"fbclid", identifier_kind::fbclid},
    {"gclid", identifier_kind::gclid},
    {"msclkid", identifier_kind::msclkid},
    {"ttclid", identifier_kind::ttclid},
    {"atclid", identifier_kind::atclid},
    {"click", identifier_kind::click},
}};

error malformed(std::string_view text) {
  return fail("contact-key-malformed",
              "'" + std::string(text) +
                  "' names no contact; give a contact id (ct_ and 32 hex digits), an e-mail address, or an identifier "
                  "as kind:value, such as phone:+491701234567 or external_id:42");
}

/// The value as it links; empty when it names nobody.
std::string linking_form(identifier_kind kind, std::string_view name, std::string_view value) {
  switch (kind) {
    case identifier_kind::email: return normalise_email(value);
    case identifier_kind::phone: return normalise_phone(value);
    case identifier_kind::external_id: return normalise_external_id(value);
    case identifier_kind::fbp: return sources::parse_fbp(value);
    default: break;
  }
  if (name != "fbc") return std::string(trim(value));
  const auto click = sources::parse_fbc(value);
  return click ? click->click_id : std::string();
}

/// Nothing for text that is no identifier.
std::optional<identifier> identifier_in(std::string_view text) {
  const auto colon = text.find(':');
  const auto name = text.substr(0, colon);
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.first == name; });
  identifier id;
  if (colon != text.npos && kind != kinds.end())
    id = {kind->second, linking_form(kind->second, name, text.substr(colon + 1)), true};
  else if (text.find('@') != text.npos)
    id = {identifier_kind::email, normalise_email(text), true};
  return id.value.empty() ? std::nullopt : std::optional(std::move(id));
}

}  // namespace

result<key128> parse_contact_key(std::string_view text) {
  if (text.starts_with(id_prefix)) {
    if (const auto key = key_from_hex(text.substr(id_prefix.size()))) return *key;
    return malformed(text);
  }
  const auto id = identifier_in(text);
  if (!id) return malformed(text);
  return identifier_key(*id);
}

result<identifier> parse_identifier(std::string_view text) {
  auto id = identifier_in(text);
  if (!id)
    return fail("identifier-malformed",
                "this is no identifier; give an e-mail address, or kind:value such as phone:+491701234567 or "
                "external_id:42");
  return std::move(*id);
}

std::string_view to_string(identifier_kind kind) {
  static constexpr std::string_view names[] = {"email",        "phone",  "external_id", "crm_contact_id",
                                               "anonymous_id", "fbp",    "fbclid",      "gclid",
                                               "msclkid",      "ttclid", "atclid",      "click"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace hub::net
