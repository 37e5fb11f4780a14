#include "bench/ingest/figures.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace hub::bench {

double quantile(std::vector<double> values, double q) {
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

std::string fixed(double value, int decimals) {
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.*f", decimals, value);
  return digits;
}

std::string grouped(double value) {
  auto digits = fixed(value, 0);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

void print_figure(const std::string& what, const std::string& value) {
  std::printf("  %-52s %s\n", what.c_str(), value.c_str());
  std::fflush(stdout);
}

}  // namespace hub::bench
