// Any text as insights of Meta's Marketing API.
#include "sources/meta/meta_insight.hpp"
#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const hub::sources::payload in{
      .body = hub::fuzz::view(data, size), .content_type = "application/json", .source = "meta_ads"};
  hub::fuzz::check_items(hub::sources::parse_meta_ads(in));
  return 0;
}
