// Any text as a body of each native kind, on the API and from a file.
#include "sources/native/native.hpp"

#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hub::sources;
  static const hub::zone local{"east", {INT64_MIN, 0}, {3600, 7200}};
  payload in{.body = hub::fuzz::view(data, size), .content_type = "application/json"};
  for (const hub::zone* zone : {static_cast<const hub::zone*>(nullptr), &local}) {
    in.local = zone;
    for (const auto parse :
         {parse_conversions, parse_touchpoints, parse_adjustments, parse_spend, parse_fx_rates, parse_identities})
      hub::fuzz::check_items(parse(in));
  }
  return 0;
}
