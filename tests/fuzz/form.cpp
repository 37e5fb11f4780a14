// Any text as a form in every encoding: what comes out is JSON, and as a body of Meta's API facts or rejections.
#include "sources/form.hpp"

#include "domain/text.hpp"
#include "sources/json_document.hpp"
#include "sources/meta/meta_capi.hpp"
#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hub::sources;
  const auto text = hub::fuzz::view(data, size);
  for (const std::string_view type :
       {std::string_view("application/x-www-form-urlencoded"), std::string_view("multipart/form-data; boundary=xyz")}) {
    const auto fields = parse_form(text, type);
    json_document document;
    hub::fuzz::expect(document.parse(form_json(fields)).has_value(), "a form is JSON");
    hub::fuzz::check_items(parse_meta_capi({.body = text, .content_type = type, .source = "meta_capi", .query = text}));
  }
  return 0;
}
