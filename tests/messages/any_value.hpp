// Values of any type that travels, filled from a seed, and whether two of them are the same in every field and bit.
#pragma once

#include <algorithm>
#include <bit>
#include <boost/pfr/core.hpp>
#include <random>
#include <tuple>

#include "messages/actors.hpp"

namespace hub::testing {

using chance = std::mt19937_64;

inline std::size_t few_of(chance& random) { return random() % 4; }

template <class T>
void fill(chance& random, T& x);

inline void fill_as(chance& random, label_set& x) {
  x = {};
  for (const auto l : all_labels)
    if (random() % 2 == 0) x.add(l);
}

inline void fill_as(chance& random, rate_table& x) {
  x = {};
  for (auto n = few_of(random); n > 0; --n)
    x.put({static_cast<std::int32_t>(random() % 30'000),
           {static_cast<std::uint16_t>(1 + random() % 17'000)},
           {static_cast<std::uint16_t>(1 + random() % 17'000)},
           static_cast<std::int64_t>(random() >> 2),
           static_cast<std::int32_t>(random() % 12)});
}

template <class T>
void fill(chance& random, T& x) {
  if constexpr (requires { fill_as(random, x); }) {
    fill_as(random, x);
  } else if constexpr (std::is_same_v<T, bool>) {
    x = random() % 2 == 0;
  } else if constexpr (std::is_floating_point_v<T>) {
    x = std::bit_cast<T>(random());  // infinities, not-a-numbers and the smallest there are
  } else if constexpr (wire::plain<T>) {
    x = static_cast<T>(random());
  } else if constexpr (wire::list<T>) {
    x.clear();
    for (auto n = few_of(random); n > 0; --n) {
      typename T::value_type item{};
      fill(random, item);
      x.push_back(std::move(item));
    }
  } else if constexpr (wire::map<T>) {
    x = {};
    for (auto n = few_of(random); n > 0; --n) {
      typename T::key_type key{};
      typename T::mapped_type value{};
      fill(random, key);
      fill(random, value);
      x.emplace(std::move(key), std::move(value));
    }
  } else if constexpr (wire::is_optional<T>) {
    x.reset();
    if (random() % 2 == 0) fill(random, x.emplace());
  } else if constexpr (wire::is_shared<T>) {
    x.reset();
    if (random() % 4 == 0) return;
    auto made = std::make_shared<std::remove_const_t<typename T::element_type>>();
    fill(random, *made);
    x = std::move(made);
  } else if constexpr (wire::is_pair<T>) {
    fill(random, x.first);
    fill(random, x.second);
  } else {
    boost::pfr::for_each_field(x, [&](auto& field) { fill(random, field); });
  }
}

template <class T>
bool same(const T& a, const T& b);

inline bool same_as(const label_set& a, const label_set& b) { return a == b; }

inline bool same_as(const rate_table& a, const rate_table& b) {
  const auto listed = [](const rate_table& table) {
    std::vector<std::tuple<std::int32_t, currency, currency, std::int64_t, std::int32_t>> all;
    table.for_each([&](const auto& r) { all.emplace_back(r.day, r.base, r.quote, r.mantissa, r.scale); });
    return all;
  };
  return listed(a) == listed(b);
}

template <class T>
bool same(const T& a, const T& b) {
  if constexpr (requires { same_as(a, b); }) {
    return same_as(a, b);
  } else if constexpr (std::is_same_v<T, double>) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  } else if constexpr (wire::plain<T>) {
    return a == b;
  } else if constexpr (wire::list<T>) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return same(x, y); });
  } else if constexpr (wire::map<T>) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto& entry) {
             const auto other = b.find(entry.first);
             return other != b.end() && same(entry.second, other->second);
           });
  } else if constexpr (wire::is_optional<T> || wire::is_shared<T>) {
    return static_cast<bool>(a) == static_cast<bool>(b) && (!a || same(*a, *b));
  } else if constexpr (wire::is_pair<T>) {
    return same(a.first, b.first) && same(a.second, b.second);
  } else {
    bool all = true;
    boost::pfr::for_each_field(
        a, [&](const auto& field, auto at) { all = all && same(field, boost::pfr::get<decltype(at)::value>(b)); });
    return all;
  }
}

}  // namespace hub::testing
