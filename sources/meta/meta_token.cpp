#include "sources/meta/meta_token.hpp"

#include "domain/text.hpp"
#include "sources/form.hpp"
#include "sources/json_document.hpp"

namespace hub::sources {
namespace {

constexpr std::string_view names[] = {"access_token", "accessKey"};

}  // namespace

std::string meta_token_in_body(std::string_view body, std::string_view content_type) {
  const auto text = trim(body);
  if (text.starts_with('{')) {
    json_document document;
    const auto top = document.parse(text);
    if (!top) return {};
    for (const auto name : names)
      if (const auto token = top->find(name); token.is(json_kind::string)) return std::string(token.text());
    return {};
  }
  if (text.empty() || text.starts_with('[')) return {};
  for (const auto& [name, value] : parse_form(body, content_type))
    if (name == names[0] || name == names[1]) return value;
  return {};
}

}  // namespace hub::sources
