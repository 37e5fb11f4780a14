// Any text as a body of Segment's API, with and without a type by the route, and as a place of its write key.
#include "sources/segment/segment.hpp"

#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hub::sources;
  const payload in{.body = hub::fuzz::view(data, size), .content_type = "application/json", .source = "segment"};
  for (const auto parse : {parse_segment, parse_segment_as<"track">, parse_segment_as<"page">})
    hub::fuzz::check_items(parse(in));
  segment_write_key(in.body);
  return 0;
}
