// Any text as a body of HubSpot's webhooks or API.
#include "sources/hubspot.hpp"

#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const hub::sources::payload in{
      .body = hub::fuzz::view(data, size), .content_type = "application/json", .source = "hubspot"};
  hub::fuzz::check_items(hub::sources::parse_hubspot(in));
  const auto kept = hub::sources::redacted_hubspot(in.body);
  hub::fuzz::expect(hub::sources::redacted_hubspot(kept) == kept, "what is kept is kept again as it is");
  return 0;
}
