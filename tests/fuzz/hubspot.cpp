// Any text as a body of HubSpot's webhooks or API.
#include "sources/hubspot/hubspot.hpp"

#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const hub::sources::payload in{
      .body = hub::fuzz::view(data, size), .content_type = "application/json", .source = "hubspot"};
  hub::fuzz::check_items(hub::sources::parse_hubspot(in));
  hub::sources::redacted_hubspot(in.body);
  return 0;
}
