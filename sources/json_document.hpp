// JSON as a tape of nodes over the text it came from: numbers keep their digits, strings without escapes are views into
// the text, and duplicate keys are found. Nothing is converted; what a number means is up to the field that reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/error.hpp"

namespace hub::sources {

enum class json_kind : std::uint8_t { null, boolean, number, string, array, object };

/// One value of the tape; an array or object is followed by the nodes of its members.
struct json_node {
  std::string_view key;    ///< the member's name, when the value stands in an object
  std::string_view text;   ///< a string's characters, a number's digits
  std::uint32_t span = 1;  ///< nodes up to the next sibling, this one included
  json_kind kind = json_kind::null;
  bool truth = false;  ///< value of a boolean
};

/// A value of a document, or nothing (a member that is not there). Valid while its document is not parsed again.
class json_value {
 public:
  json_value() = default;
  explicit json_value(const json_node* node) : node_(node) {}

  explicit operator bool() const { return node_ != nullptr; }
  bool is(json_kind kind) const { return node_ != nullptr && node_->kind == kind; }
  json_kind kind() const { return node_->kind; }
  std::string_view key() const { return node_->key; }
  std::string_view text() const { return node_->text; }
  bool truth() const { return node_->truth; }

  /// Iterates over the members of an object or the elements of an array.
  struct iterator {
    using value_type = json_value;
    using difference_type = std::ptrdiff_t;
    using reference = json_value;
    using pointer = const json_value*;
    using iterator_category = std::forward_iterator_tag;
    const json_node* at = nullptr;
    json_value operator*() const { return json_value(at); }
    iterator& operator++() {
      at += at->span;
      return *this;
    }
    iterator operator++(int) {
      const auto before = *this;
      ++*this;
      return before;
    }
    bool operator==(const iterator&) const = default;
  };
  iterator begin() const { return {node_ + 1}; }
  iterator end() const { return {is(json_kind::array) || is(json_kind::object) ? node_ + node_->span : node_ + 1}; }

  /// The member *key* of an object, or nothing; a null member counts as not there.
  json_value find(std::string_view key) const;

  /// The first node of this value that repeats a key of its object, or nothing.
  json_value duplicate_key() const;

 private:
  const json_node* node_ = nullptr;
};

/// Parses one value after another from a text; buffers are reused, so one document per thread serves every request.
class json_document {
 public:
  json_document();
  ~json_document();
  json_document(const json_document&) = delete;
  json_document& operator=(const json_document&) = delete;

  /// Nesting beyond this is refused, so that no input can exhaust the stack.
  static constexpr std::size_t max_depth = 32;

  /// Begins a new text, which must outlive the values read from it.
  void open(std::string_view text);

  /// Parses the value at *offset* (white space before it is skipped) and moves *offset* behind it and the white space
  /// that follows. Values parsed since open() stay valid only until the next call. Error: `json-malformed`, with
  /// *offset* at the byte where reading stopped.
  result<json_value> parse_value(std::size_t& offset);

  /// Parses *text* as exactly one value.
  result<json_value> parse(std::string_view text);

 private:
  class tape;
  std::unique_ptr<tape> tape_;
};

}  // namespace hub::sources
