// Any bytes: what decodes must encode to the same bytes.
#include "domain/codec.hpp"

#include "tests/fuzz/expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = hub::fuzz::view(data, size);
  const auto fact = hub::decode(bytes);
  if (fact) hub::fuzz::expect(hub::encode(*fact) == bytes, "only canonical bytes decode");
  return 0;
}
