// Types of the domain that are more than the sum of their fields, as they travel between processes.
#pragma once

#include <iterator>

#include "domain/labels.hpp"
#include "domain/rates.hpp"
#include "messages/wire.hpp"

namespace hub::wire {

/// A bit a label, in the order of all_labels.
template <>
struct as_bytes<label_set> {
  static_assert(std::size(all_labels) <= 8);
  static void put(writer& to, const label_set& x) {
    std::uint8_t bits = 0;
    for (std::size_t i = 0; i < std::size(all_labels); ++i)
      if (x.has(all_labels[i])) bits = static_cast<std::uint8_t>(bits | 1U << i);
    to.put(bits);
  }
  static void get(reader& from, label_set& x) {
    std::uint8_t bits = 0;
    from.get(bits);
    x = {};
    for (std::size_t i = 0; i < std::size(all_labels); ++i)
      if ((bits >> i & 1U) != 0) x.add(all_labels[i]);
  }
};

/// Every rate with its day, in order; the digits are those that were stated.
template <>
struct as_bytes<rate_table> {
  static void put(writer& to, const rate_table& x) {
    to.put_size(x.size());
    x.for_each([&to](const rate_table::stated& rate) { to.put(rate); });
  }
  static void get(reader& from, rate_table& x) {
    x = {};
    for (auto n = from.get_size(); n > 0 && !from.failed(); --n) {
      rate_table::stated rate;
      from.get(rate);
      x.put(rate);
    }
  }
};

}  // namespace hub::wire
