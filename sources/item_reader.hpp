// Reads the fields of one item and notes everything that is wrong with it, each with its place and its remedy. Absent
// and blank fields read as empty; only require() makes a field's absence an error.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "domain/money.hpp"
#include "sources/json_document.hpp"
#include "sources/source.hpp"

namespace hub::sources {

/// One word that a field may hold and what it means.
template <class Value>
using word_list = std::initializer_list<std::pair<std::string_view, Value>>;

class item_reader {
 public:
  /// @param place JSON pointer of the item, e.g. `/3` or `/data/0`; empty when the body is the item
  item_reader(const payload& in, std::string place) : in_(in), place_(std::move(place)) {}

  const payload& request() const { return in_; }
  const channel_rules& channels() const { return in_.settings->channels; }

  /// JSON pointer of the item.
  const std::string& place() const { return place_; }

  /// Notes an error at the item's field *path* (`currency`, `custom_data/value`).
  void refuse(std::string_view code, std::string detail, std::string_view path);

  /// Fields read from here on stand in the member *group* of the item; empty for the item itself.
  void enter(std::string_view group) { group_ = group; }

  /// Whether *field* is there and not blank; otherwise notes `field-missing` with *purpose* ("when it happened").
  bool require(json_value field, std::string_view name, std::string_view purpose);

  /// Text of a string or number, trimmed, without raw e-mail addresses.
  std::string text(json_value field);

  /// The same as it was written: for values that are hashed before they are kept.
  std::string_view raw_text(json_value field);

  std::optional<bool> flag(json_value field);
  std::optional<std::int64_t> count(json_value field);

  /// RFC 3339 text; with a local zone (files) also local times and Unix seconds or milliseconds.
  std::optional<instant> time(json_value field);

  /// Unix seconds, or milliseconds from 10^11 on, as number or text.
  std::optional<instant> unix_time(json_value field);

  std::optional<std::int32_t> day(json_value field);

  /// ISO 4217 code, where there is none that of *standing*; notes `currency-missing` at *name* when there is neither.
  /// @pre *standing* is a known code or empty
  std::optional<hub::currency> currency(json_value field, std::string_view name, std::string_view standing = {});
  std::optional<std::int64_t> amount(json_value field, hub::currency c);

  /// An amount that was given back, with or without a minus sign.
  std::optional<std::int64_t> amount_back(json_value field, hub::currency c);

  /// An amount in the currency of the field *code*, which is called `currency`. Nothing when both are absent or there is
  /// only a currency.
  std::optional<hub::money> money(json_value value, json_value code);

  /// A decimal number's text, checked but not rounded.
  std::optional<std::string> decimal(json_value field);

  /// The meaning of a word of *words*, without case; notes `value-unknown` for any other.
  template <class Value>
  std::optional<Value> word(json_value field, word_list<Value> words) {
    const auto found = find_word(field);
    if (found.empty()) return std::nullopt;
    std::string known;
    for (const auto& [name, value] : words) {
      if (name == found) return value;
      known.append(known.empty() ? "" : ", ").append(name);
    }
    refuse("value-unknown", "'" + found + "' is none of " + known, field.key());
    return std::nullopt;
  }

  /// Says that the item is one the hub leaves out.
  void ignore(std::string_view code, std::string detail) {
    left_out = error{std::string(code), std::move(detail), place_};
  }

  /// Whether nothing is wrong so far.
  bool sound() const { return errors.empty(); }

  std::vector<error> errors;
  std::optional<error> left_out;
  std::vector<fact_body> companions;  ///< facts that the item brings beside its own

 private:
  std::string find_word(json_value field);
  void refuse(const error& e, json_value field) { refuse(e.code, e.detail, field.key()); }

  const payload& in_;
  std::string place_;
  std::string_view group_;
};

/// Whether *field* is absent or blank text.
bool blank(json_value field);

/// The first of two names of one field that is not blank.
inline json_value first_given(json_value a, json_value b) { return blank(a) ? b : a; }

/// `~` and `/` escaped as RFC 6901 asks.
std::string pointer_token(std::string_view key);

/// The fields the hub does not interpret as a JSON object with sorted keys and without personal data: the members of
/// *given* (the item's own metadata) and the *unknown* fields beside it. Empty when there are none.
std::string metadata_of(json_value given, std::span<const json_value> unknown);

}  // namespace hub::sources
