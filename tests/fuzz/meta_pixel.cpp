// Any text as a beacon of Meta's pixel: as query, as form, as multipart body and as JSON.
#include "sources/meta/meta_pixel.hpp"

#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = hub::fuzz::view(data, size);
  const hub::instant now = 1770631267 * hub::second_us;
  for (const std::string_view type : {"application/x-www-form-urlencoded", "multipart/form-data; boundary=xyz"})
    hub::fuzz::check_items(hub::sources::parse_meta_pixel(
        {.body = text, .content_type = type, .source = "meta_pixel", .received_at = now}));
  hub::fuzz::check_items(hub::sources::parse_meta_pixel(
      {.body = "", .content_type = "", .source = "meta_pixel", .received_at = now, .query = text}));
  return 0;
}
