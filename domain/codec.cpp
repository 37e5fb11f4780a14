#include "domain/codec.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "domain/codec_fields.hpp"
#include "domain/currencies.hpp"

namespace hub {
namespace {

constexpr std::uint8_t links_bit = 0x80;
constexpr std::uint8_t hash_bit = 0x40;  // the value is 64 lower-case hex digits, kept as 32 bytes
constexpr std::uint8_t kind_bits = 0x3f;
constexpr std::uint8_t by_receipt_bit = 0x80;  // of the kind: the fact is timed_by_receipt

/// The fewest bytes of an element of a list: a text may be empty, everything else has two fields at least.
template <class T>
constexpr std::size_t smallest_element = std::is_same_v<T, std::string> ? 1 : 2;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) { return hex_digit(c) >= 0; });
}

/// Appends fields to a string.
struct writer {
  std::string& out;

  template <class... T>
  void all(const T&... values) {
    (field(values), ...);
  }
  template <class Enum>
  void enumerated(Enum value, Enum) {
    byte(static_cast<std::uint8_t>(value));
  }

  /// A text that later versions of the hub added behind all others: where it is empty the bytes are those of before.
  void last(const std::string& text) {
    if (!text.empty()) field(text);
  }

  void byte(std::uint8_t value) { out.push_back(static_cast<char>(value)); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }
  void field(bool value) { byte(value ? 1 : 0); }
  void field(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void field(std::int32_t value) { field(std::int64_t{value}); }
  void field(const std::string& text) {
    varint(text.size());
    out.append(text);
  }
  void field(const currency& c) { varint(c.packed); }
  void field(const money& m) { all(m.minor, m.currency); }
  template <class T>
  void field(const std::optional<T>& value) {
    field(value.has_value());
    if (value) field(*value);
  }
  template <class T>
  void field(const std::vector<T>& list) {
    varint(list.size());
    for (const auto& element : list) field(element);
  }
  void field(const crm_property& p) { all(p.name, p.value); }
  void field(const sided_event& e) { all(e.side, e.source, e.external_id); }
  void field(const identifier& id) {
    const bool hash = is_hash(id.value);
    byte(static_cast<std::uint8_t>(static_cast<std::uint8_t>(id.kind) | (id.links ? links_bit : 0) |
                                   (hash ? hash_bit : 0)));
    if (!hash) return field(id.value);
    for (std::size_t i = 0; i < 64; i += 2)
      byte(static_cast<std::uint8_t>(hex_digit(id.value[i]) * 16 + hex_digit(id.value[i + 1])));
  }
};

/// Takes fields from the front of bytes. After the first misfit `sound` is false and the rest reads as empty.
struct reader {
  std::string_view rest;
  bool sound = true;

  template <class... T>
  void all(T&... values) {
    (field(values), ...);
  }
  template <class Enum>
  void enumerated(Enum& value, Enum last) {
    const auto read = byte();
    if (read > static_cast<std::uint8_t>(last)) return spoil();
    value = static_cast<Enum>(read);
  }

  void last(std::string& text) {
    if (!sound || rest.empty()) return;
    field(text);
    if (text.empty()) spoil();  // would have been left out
  }

  void spoil() { sound = false; }
  std::string_view take(std::size_t size) {
    if (!sound || size > rest.size()) {
      spoil();
      return {};
    }
    const auto bytes = rest.substr(0, size);
    rest.remove_prefix(size);
    return bytes;
  }
  std::uint8_t byte() {
    const auto bytes = take(1);
    return bytes.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(bytes[0]);
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto b = byte();
      value |= static_cast<std::uint64_t>(b & 0x7f) << shift;
      if ((b & 0x80) != 0) continue;
      if ((b == 0 && shift > 0) || (shift == 63 && b > 1)) spoil();  // a longer form of a smaller number
      return value;
    }
    spoil();
    return 0;
  }
  void field(bool& value) {
    const auto b = byte();
    if (b > 1) spoil();
    value = b == 1;
  }
  void field(std::int64_t& value) {
    const auto raw = varint();
    value = static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1);
  }
  void field(std::int32_t& value) {
    std::int64_t wide = 0;
    field(wide);
    if (wide < std::numeric_limits<std::int32_t>::min() || wide > std::numeric_limits<std::int32_t>::max())
      return spoil();
    value = static_cast<std::int32_t>(wide);
  }
  void field(std::string& text) { text.assign(take(varint())); }
  void field(currency& c) {
    const auto packed = varint();
    if (packed >= packed_currency_end) return spoil();
    c.packed = static_cast<std::uint16_t>(packed);
  }
  void field(money& m) { all(m.minor, m.currency); }
  template <class T>
  void field(std::optional<T>& value) {
    bool present = false;
    field(present);
    if (present) field(value.emplace());
  }
  template <class T>
  void field(std::vector<T>& list) {
    const auto count = varint();
    if (count > rest.size() / smallest_element<T>) return spoil();
    list.resize(count);
    for (auto& element : list) field(element);
  }
  void field(crm_property& p) { all(p.name, p.value); }
  void field(sided_event& e) { all(e.side, e.source, e.external_id); }
  void field(identifier& id) {
    static constexpr char digits[] = "0123456789abcdef";
    const auto head = byte();
    if ((head & kind_bits) > static_cast<std::uint8_t>(identifier_kind::click)) return spoil();
    id.kind = static_cast<identifier_kind>(head & kind_bits);
    id.links = (head & links_bit) != 0;
    if ((head & hash_bit) == 0) {
      field(id.value);
      if (is_hash(id.value)) spoil();  // would have been written as bytes
      return;
    }
    id.value.reserve(64);
    for (const char c : take(32)) {
      id.value.push_back(digits[static_cast<std::uint8_t>(c) >> 4]);
      id.value.push_back(digits[static_cast<std::uint8_t>(c) & 15]);
    }
  }
};

bool is_timed_by_receipt(const fact_body& fact) {
  return std::visit(
      [](const auto& f) {
        if constexpr (requires { f.timed_by_receipt; })
          return f.timed_by_receipt;
        else
          return false;
      },
      fact);
}

/// Marks *fact*; false when facts of its kind know no such thing.
bool time_by_receipt(fact_body& fact) {
  return std::visit(
      [](auto& f) {
        if constexpr (requires { f.timed_by_receipt; }) return f.timed_by_receipt = true;
        return false;
      },
      fact);
}

template <std::size_t Kind = 0>
bool read_fact(reader& in, std::size_t kind, fact_body& fact) {
  if constexpr (Kind < std::variant_size_v<fact_body>) {
    if (kind != Kind) return read_fact<Kind + 1>(in, kind, fact);
    codec::fields(in, fact.emplace<Kind>());
    return true;
  }
  return false;
}

}  // namespace

void encode_into(const fact_body& fact, std::string& out) {
  writer to{out};
  to.byte(static_cast<std::uint8_t>(fact.index() | (is_timed_by_receipt(fact) ? by_receipt_bit : 0)));
  to.byte(fact_format_version);
  std::visit([&](const auto& f) { codec::fields(to, f); }, fact);
}

std::string encode(const fact_body& fact) {
  std::string out;
  out.reserve(256);
  encode_into(fact, out);
  return out;
}

result<fact_body> decode(std::string_view bytes) {
  reader in{bytes};
  const auto head = in.byte();
  const std::size_t kind = head & ~by_receipt_bit;
  if (in.byte() != fact_format_version) in.spoil();
  result<fact_body> decoded = fact_body{};
  bool whole = in.sound && read_fact(in, kind, *decoded) && in.sound && in.rest.empty();
  if ((head & by_receipt_bit) != 0) whole = whole && time_by_receipt(*decoded);
  if (whole) return decoded;
  return fail("fact-corrupt", "the stored fact cannot be read at byte " +
                                  std::to_string(bytes.size() - in.rest.size()) + " of " +
                                  std::to_string(bytes.size()) + "; restore the store from a backup");
}

}  // namespace hub
