// The fields that an item may have, as one compile-time list. Reading an item sorts its members into slots in one pass;
// code then asks for a slot by name, and a name that is not in the list does not compile.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sources/json_document.hpp"

namespace hub::sources {

/// A string literal as a template argument.
template <std::size_t N>
struct name_literal {
  char text[N];
  consteval name_literal(const char (&source)[N]) { std::copy_n(source, N, text); }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

/// A list of field names with a perfectly filled lookup: open addressing over length, first and last character.
template <name_literal... Names>
struct field_names {
  static constexpr std::size_t count = sizeof...(Names);
  static constexpr std::array<std::string_view, count> all = {Names.view()...};

  /// Slot of *key*, or count.
  static constexpr std::size_t find(std::string_view key) {
    if (key.empty()) return count;
    for (std::size_t i = bucket(key);; i = (i + 1) % table.size()) {
      if (table[i] == count || all[table[i]] == key) return table[i];
    }
  }

  template <name_literal Name>
  static consteval std::size_t slot() {
    constexpr auto found = std::find(all.begin(), all.end(), Name.view());
    static_assert(found != all.end(), "this field is not in the list");
    return static_cast<std::size_t>(found - all.begin());
  }

 private:
  static constexpr std::size_t table_size = 256;
  static_assert(count < table_size / 2);

  static constexpr std::size_t bucket(std::string_view key) {
    const auto byte = [](char c) { return static_cast<unsigned char>(c); };
    return (key.size() * 29 + byte(key.front()) * 7 + byte(key.back()) * 53U) % table_size;
  }
  static constexpr auto make_table() {
    std::array<std::uint8_t, table_size> filled{};
    filled.fill(static_cast<std::uint8_t>(count));
    for (std::size_t slot = 0; slot < count; ++slot) {
      std::size_t i = bucket(all[slot]);
      while (filled[i] != count) i = (i + 1) % table_size;
      filled[i] = static_cast<std::uint8_t>(slot);
    }
    return filled;
  }
  static constexpr std::array<std::uint8_t, table_size> table = make_table();
};

/// One list after the other: the fields of a person, say, and those of a conversion.
template <class First, class Second>
struct joined_names;
template <name_literal... A, name_literal... B>
struct joined_names<field_names<A...>, field_names<B...>> {
  using type = field_names<A..., B...>;
};
template <class First, class Second>
using join_names = typename joined_names<First, Second>::type;

/// The members of one object by slot; null members are absent, members of other names are unknown.
template <class Names>
class field_values {
 public:
  field_values() = default;
  explicit field_values(json_value object) {
    if (!object.is(json_kind::object)) return;
    for (const json_value member : object) {
      if (member.is(json_kind::null)) continue;
      const std::size_t slot = Names::find(member.key());
      if (slot < Names::count)
        values_[slot] = member;
      else
        unknown.push_back(member);
    }
  }

  template <name_literal Name>
  json_value get() const {
    return values_[Names::template slot<Name>()];
  }

  std::vector<json_value> unknown;

 private:
  std::array<json_value, Names::count> values_{};
};

}  // namespace hub::sources
