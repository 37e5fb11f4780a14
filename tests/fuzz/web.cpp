// Any text as a body of the hub's own script.
#include "sources/web.hpp"

#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hub::fuzz::check_items(hub::sources::parse_web({.body = hub::fuzz::view(data, size),
                                                  .content_type = "text/plain",
                                                  .source = "web",
                                                  .received_at = 1770631267 * hub::second_us}));
  return 0;
}
