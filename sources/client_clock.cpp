#include "sources/client_clock.hpp"

#include <cstdlib>

namespace hub::sources {
namespace {

constexpr instant most_skew_us = 10 * minute_us;

}  // namespace

instant clock_correction(instant sent, instant received_at) {
  const auto skew = received_at - sent;
  if (std::llabs(skew) <= most_skew_us) return 0;
  const auto beyond = ((skew % minute_us) + minute_us) % minute_us;
  return skew - beyond;
}

}  // namespace hub::sources
