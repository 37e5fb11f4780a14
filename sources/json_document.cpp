#include "sources/json_document.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <string>

namespace hub::sources {
namespace {

namespace json = boost::json;

constexpr std::size_t few_keys = 32;  // up to this many, comparing keys of equal signature beats sorting

/// Receives the parser's events and appends nodes. Text that the parser hands over in pieces (escapes were decoded) is
/// put together in the arena, which never moves: decoded text is not longer than its source.
class tape_builder {
 public:
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  void open(std::string_view text) {
    text_ = text;
    arena_.reserve(text.size());
  }
  /// Forgets the value before, whose text may be parsed once more: the room reserved is that of one value.
  void clear() {
    nodes.clear();
    open_.clear();
    arena_.clear();
    key_ = {};
    part_ = 0;
  }

  using ec = json::error_code;
  bool on_document_begin(ec&) { return true; }
  bool on_document_end(ec&) { return true; }
  bool on_object_begin(ec&) { return begin(json_kind::object); }
  bool on_object_end(std::size_t, ec&) { return end(); }
  bool on_array_begin(ec&) { return begin(json_kind::array); }
  bool on_array_end(std::size_t, ec&) { return end(); }
  bool on_key_part(json::string_view s, std::size_t, ec&) { return keep(s); }
  bool on_key(json::string_view s, std::size_t, ec&) {
    key_ = whole(s);
    return true;
  }
  bool on_string_part(json::string_view s, std::size_t, ec&) { return keep(s); }
  bool on_string(json::string_view s, std::size_t, ec&) { return add(json_kind::string, whole(s)); }
  bool on_number_part(json::string_view s, ec&) { return keep(s); }
  bool on_int64(std::int64_t, json::string_view s, ec&) { return add(json_kind::number, whole(s)); }
  bool on_uint64(std::uint64_t, json::string_view s, ec&) { return add(json_kind::number, whole(s)); }
  bool on_double(double, json::string_view s, ec&) { return add(json_kind::number, whole(s)); }
  bool on_bool(bool truth, ec&) {
    add(json_kind::boolean, {});
    nodes.back().truth = truth;
    return true;
  }
  bool on_null(ec&) { return add(json_kind::null, {}); }
  bool on_comment_part(json::string_view, ec&) { return true; }
  bool on_comment(json::string_view, ec&) { return true; }

  std::vector<json_node> nodes;

 private:
  bool add(json_kind kind, std::string_view text) {
    nodes.push_back({std::exchange(key_, {}), text, 1, kind, false});
    return true;
  }
  bool begin(json_kind kind) {
    open_.push_back(static_cast<std::uint32_t>(nodes.size()));
    return add(kind, {});
  }
  bool end() {
    nodes[open_.back()].span = static_cast<std::uint32_t>(nodes.size()) - open_.back();
    open_.pop_back();
    return true;
  }
  bool keep(json::string_view piece) {
    arena_.append(piece.data(), piece.size());
    return true;
  }
  /// The text that ends with *last*: a view into the source when it came in one piece of it.
  std::string_view whole(json::string_view last) {
    const bool in_source = last.data() >= text_.data() && last.data() + last.size() <= text_.data() + text_.size();
    if (part_ == arena_.size() && in_source) return {last.data(), last.size()};
    keep(last);
    const auto from = std::exchange(part_, arena_.size());
    return std::string_view(arena_).substr(from);
  }

  std::string_view text_;
  std::string arena_;
  std::size_t part_ = 0;             // where the text being put together begins
  std::string_view key_;             // name of the member whose value comes next
  std::vector<std::uint32_t> open_;  // arrays and objects not yet closed
};

error malformed(const json::error_code& ec, std::size_t offset) {
  return fail("json-malformed", "not JSON at byte " + std::to_string(offset) + ": " + ec.message() +
                                    "; correct the text there and send it again");
}

/// A bit that equal keys share and few different ones do.
std::uint64_t signature(std::string_view key) {
  if (key.empty()) return 1;
  const auto byte = [](char c) { return static_cast<unsigned char>(c); };
  const auto mixed =
      key.size() * 11 + byte(key.front()) * 5U + byte(key.back()) * 23U + byte(key[key.size() / 2]) * 37U;
  return std::uint64_t{1} << (mixed % 64);
}

/// Finds a repeated key in an object of any size.
json_value repeated_by_sorting(json_value object) {
  std::vector<std::string_view> keys;
  for (const json_value member : object) keys.push_back(member.key());
  std::sort(keys.begin(), keys.end());
  const auto twice = std::adjacent_find(keys.begin(), keys.end());
  if (twice == keys.end()) return {};
  return *std::find_if(object.begin(), object.end(), [&](json_value member) { return member.key() == *twice; });
}

/// A member of *object* whose key another one has, or nothing.
json_value repeated_member(json_value object) {
  std::uint64_t seen = 0;
  std::size_t count = 0;
  for (const json_value member : object) {
    if (++count > few_keys) return repeated_by_sorting(object);
    const auto bit = signature(member.key());
    if ((seen & bit) != 0)
      for (const json_value earlier : object) {
        if (earlier.begin() == member.begin()) break;
        if (earlier.key() == member.key()) return member;
      }
    seen |= bit;
  }
  return {};
}

}  // namespace

class json_document::tape {
 public:
  json::basic_parser<tape_builder> parser{json::parse_options{.max_depth = json_document::max_depth}};
  std::string_view text;
};

json_value json_value::find(std::string_view key) const {
  if (!is(json_kind::object)) return {};
  for (const json_value member : *this)
    if (member.key() == key) return member.is(json_kind::null) ? json_value() : member;
  return {};
}

json_value json_value::duplicate_key() const {
  for (const json_node* node = node_; node != node_ + node_->span; ++node) {
    if (node->kind != json_kind::object) continue;
    if (const auto repeated = repeated_member(json_value(node))) return repeated;
  }
  return {};
}

json_document::json_document() : tape_(std::make_unique<tape>()) {}
json_document::~json_document() = default;

void json_document::open(std::string_view text) {
  tape_->text = text;
  tape_->parser.handler().open(text);
}

result<json_value> json_document::parse_value(std::size_t& offset) {
  auto& parser = tape_->parser;
  parser.reset();
  parser.handler().clear();
  json::error_code ec;
  offset += parser.write_some(false, tape_->text.data() + offset, tape_->text.size() - offset, ec);
  if (ec) return malformed(ec, offset);
  return json_value(parser.handler().nodes.data());
}

result<json_value> json_document::parse(std::string_view text) {
  open(text);
  std::size_t offset = 0;
  auto value = parse_value(offset);
  if (value && offset != text.size()) return malformed(json::make_error_code(json::error::extra_data), offset);
  return value;
}

}  // namespace hub::sources
