// How a message between processes is written as bytes: every field of a struct in the order of its declaration, numbers as
// they lie in memory, lists with their length in front. Both ends are the same build of the program, which is checked when
// a worker is asked for a shard; so there are no names, no versions and nothing to forget when a struct gets a new field.
// Types that are more than their fields say in wire_types.hpp how they travel.
#pragma once

#include <bit>
#include <boost/pfr/core.hpp>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hub::wire {

static_assert(std::endian::native == std::endian::little, "the ends of a wire agree on the order of bytes");

class writer;
class reader;

/// How a type that is not the sum of its fields travels: `static void put(writer&, const T&)` and
/// `static void get(reader&, T&)`.
template <class T>
struct as_bytes;

template <class T>
concept by_hand = requires(writer& to, reader& from, T& x) {
  as_bytes<T>::put(to, x);
  as_bytes<T>::get(from, x);
};

/// Numbers, flags and enumerations travel as they lie in memory; doubles too, so that each bit of them arrives.
template <class T>
concept plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

template <class T>
concept list = !by_hand<T> && requires(T & x) {
  x.size();
  x.clear();
  x.reserve(x.size());
  x.push_back(std::declval<typename T::value_type>());
};

template <class T>
concept map = !by_hand<T> && requires(T & x, typename T::key_type k, typename T::mapped_type v) {
  x.size();
  x.emplace(std::move(k), std::move(v));
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_pair = false;
template <class A, class B>
inline constexpr bool is_pair<std::pair<A, B>> = true;
template <class T>
inline constexpr bool is_shared = false;
template <class T>
inline constexpr bool is_shared<std::shared_ptr<T>> = true;

/// Writes values one after the other.
class writer {
 public:
  template <class T>
  void put(const T& x) {
    if constexpr (by_hand<T>) {
      as_bytes<T>::put(*this, x);
    } else if constexpr (plain<T>) {
      put_bytes(&x, sizeof x);
    } else if constexpr (list<T>) {
      put_size(x.size());
      if constexpr (plain<typename T::value_type> && requires { x.data(); })
        put_bytes(x.data(), x.size() * sizeof(typename T::value_type));
      else
        for (const auto& item : x) put(item);
    } else if constexpr (map<T>) {
      put_size(x.size());
      for (const auto& [key, value] : x) {
        put(key);
        put(value);
      }
    } else if constexpr (is_optional<T> || is_shared<T>) {
      put(static_cast<bool>(x));
      if (x) put(*x);
    } else if constexpr (is_pair<T>) {
      put(x.first);
      put(x.second);
    } else {
      boost::pfr::for_each_field(x, [this](const auto& field) { put(field); });
    }
  }
  /// Small numbers take one byte.
  void put_size(std::uint64_t n) {
    for (; n >= 128; n >>= 7) bytes_ += static_cast<char>((n & 127) | 128);
    bytes_ += static_cast<char>(n);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void put_bytes(const void* from, std::size_t n) { bytes_.append(static_cast<const char*>(from), n); }

  std::string bytes_;
};

/// Reads what a writer wrote. Bytes that are not that make it fail; it never reads beyond them or takes a length on trust.
class reader {
 public:
  explicit reader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  void get(T& x) {
    if constexpr (by_hand<T>) {
      as_bytes<T>::get(*this, x);
    } else if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t byte = 0;
      get_bytes(&byte, 1);
      x = byte != 0;
    } else if constexpr (plain<T>) {
      get_bytes(&x, sizeof x);
    } else if constexpr (list<T>) {
      get_list(x);
    } else if constexpr (map<T>) {
      x = {};
      for (auto n = get_size(); n > 0 && !failed_; --n) {
        typename T::key_type key{};
        typename T::mapped_type value{};
        get(key);
        get(value);
        x.emplace(std::move(key), std::move(value));
      }
    } else if constexpr (is_optional<T>) {
      x.reset();
      if (get_flag()) get(x.emplace());
    } else if constexpr (is_shared<T>) {
      x.reset();
      if (!get_flag()) return;
      auto made = std::make_shared<std::remove_const_t<typename T::element_type>>();
      get(*made);
      x = std::move(made);
    } else if constexpr (is_pair<T>) {
      get(x.first);
      get(x.second);
    } else {
      boost::pfr::for_each_field(x, [this](auto& field) { get(field); });
    }
  }
  std::uint64_t get_size() {
    std::uint64_t n = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      std::uint8_t byte = 0;
      get_bytes(&byte, 1);
      n |= static_cast<std::uint64_t>(byte & 127) << shift;
      if (byte < 128) return n;
    }
    failed_ = true;
    return 0;
  }
  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }

 private:
  bool get_flag() {
    bool there = false;
    get(there);
    return there && !failed_;
  }

  template <class T>
  void get_list(T& x) {
    using item = typename T::value_type;
    const auto n = get_size();
    x.clear();
    if constexpr (plain<item> && !std::is_same_v<item, bool> && requires { x.data(); }) {
      if (n > rest_.size() / sizeof(item)) return fail();
      x.resize(n);
      get_bytes(x.data(), n * sizeof(item));
    } else {
      if (n > rest_.size()) return fail();  // each item is a byte or more
      x.reserve(n);
      for (std::uint64_t i = 0; i < n && !failed_; ++i) {
        item one{};
        get(one);
        x.push_back(std::move(one));
      }
    }
  }

  void get_bytes(void* to, std::size_t n) {
    if (n > rest_.size()) return fail();
    if (n != 0) std::memcpy(to, rest_.data(), n);
    rest_.remove_prefix(n);
  }
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  std::string_view rest_;
  bool failed_ = false;
};

template <class T>
std::string bytes_of(const T& x) {
  writer to;
  to.put(x);
  return to.take();
}

/// False when *bytes* are not exactly what bytes_of() makes of some T; *x* is then of no use.
template <class T>
bool read_whole(std::string_view bytes, T& x) {
  reader from(bytes);
  from.get(x);
  return !from.failed() && from.at_end();
}

}  // namespace hub::wire
