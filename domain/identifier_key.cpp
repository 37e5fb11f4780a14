#include "domain/identifier_key.hpp"

#include <string>
#include <string_view>

namespace hub {
namespace {

std::string_view name_space(identifier_kind kind) {
  switch (kind) {
    case identifier_kind::email: return "email";
    case identifier_kind::phone: return "phone";
    case identifier_kind::external_id: return "external_id";
    case identifier_kind::crm_contact_id: return "crm_contact_id";
    case identifier_kind::anonymous_id: return "anonymous_id";
    case identifier_kind::fbp: return "fbp";
    default: return "click";
  }
}

}  // namespace

key128 identifier_key(const identifier& id) {
  std::string text(name_space(id.kind));
  text += ':';
  text += id.value;
  return content_key(text);
}

}  // namespace hub
