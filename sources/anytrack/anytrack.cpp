#include "sources/anytrack/anytrack.hpp"

#include <string>
#include <utility>

#include "domain/text.hpp"
#include "sources/anytrack/anytrack_event.hpp"
#include "sources/anytrack/anytrack_fields.hpp"
#include "sources/form.hpp"
#include "sources/item_loop.hpp"

namespace hub::sources {
namespace {

bool is_form(std::string_view body, std::string_view content_type) {
  if (body.starts_with('{') || body.starts_with('[')) return false;
  const auto type = lower_ascii(content_type);
  return type.find("form") != std::string::npos || body.find('=') != std::string_view::npos;
}

}  // namespace

result<parsed> parse_anytrack(const payload& in) {
  const auto body = trim(in.body);
  if (!body.empty() && !is_form(body, in.content_type)) return read_items(in, read_anytrack_event);
  auto fields = body.empty() ? parse_urlencoded(in.query) : parse_form(body, in.content_type);
  std::erase_if(fields, [](const form_field& f) { return f.first.empty() || is_anytrack_token(f.first); });
  if (fields.empty())
    return fail("body-empty", "neither the body nor the query says anything; send a conversion as JSON, form or query");
  parsed items;
  read_text_item(in, form_json(std::move(fields)), {}, read_anytrack_event, items);
  return items;
}

}  // namespace hub::sources
