// What the truth holds in memory: conversions with their touches, a sixth of them told twice, and as many journeys that
// led nowhere, by what it is held for and as the allocator sees it. The bytes a conversion come last.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>

#include "bench/dedup_rows.hpp"
#include "bench/journey_rows.hpp"
#include "domain/truth.hpp"

namespace {

using namespace hub;

std::size_t allocated() {
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace

int main(int argc, char** argv) {
  const auto n = argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 200'000;
  constexpr std::size_t chunk = 2'000;
  const auto before = allocated();
  bench::journey_rows rows(1);
  truth hub;
  while (rows.conversions() < n) hub.reload(rows.next(std::min(chunk, n - rows.conversions())));
  ::malloc_trim(0);
  const auto held = allocated() - before;
  if (hub.conversion_count() != n || hub.touch_count() != rows.touches()) {
    std::fprintf(stderr, "wrong total: %zu conversions, %zu touches\n", hub.conversion_count(), hub.touch_count());
    return 1;
  }
  const auto each = [&](std::size_t bytes) { return static_cast<double>(bytes) / static_cast<double>(n); };
  std::printf("%zu conversions, %zu events, %zu touches, %zu contacts\n", n, hub.event_count(), hub.touch_count(),
              hub.contact_count());
  std::size_t sum = 0;
  for (const auto& [what, bytes] : hub.bytes()) {
    std::printf("%20.*s %7.1f B\n", static_cast<int>(what.size()), what.data(), each(bytes));
    sum += bytes;
  }
  std::printf("%20s %7.1f B\n", "all of these", each(sum));
  std::printf("bytes a conversion as allocated: %.0f\n", each(held));
}
