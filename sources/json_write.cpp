#include "sources/json_write.hpp"

#include <algorithm>
#include <vector>

#include "sources/redact.hpp"

namespace hub::sources {
namespace {

enum class order { as_written, sorted };

/// What the field that holds a value says of it.
enum class privacy { open, phone, email, secret };

privacy privacy_of(std::string_view key) {
  if (names_phone(key)) return privacy::phone;
  if (names_secret(key)) return privacy::secret;
  return names_email(key) ? privacy::email : privacy::open;
}

constexpr int most_levels = 4;

void append_text(std::string& out, std::string_view text, privacy field) {
  if (field == privacy::phone) return append_json_string(out, redacted_phone(text));
  if (field == privacy::email) return append_json_string(out, redacted_email(text));
  if (field == privacy::secret) return append_json_string(out, "redacted");
  // JSON inside a string, as form encodings leave it, has its own fields to redact. Each level doubles the backslashes of
  // those within, so that no more levels are kept than anybody sends.
  if (text.starts_with('{') || text.starts_with('[')) {
    thread_local int level = 0;
    if (level == most_levels) return append_json_string(out, "redacted");
    ++level;
    const auto inner = redact(text);
    --level;
    return append_json_string(out, inner);
  }
  if (may_be_private(text)) return append_json_string(out, fit_to_keep(text));
  append_json_string(out, text);
}

void append(std::string& out, json_value value, order how, privacy field);

void append_named(std::string& out, json_value member, order how, privacy field) {
  append_text(out, member.key(), privacy::open);
  out.push_back(':');
  const privacy own = privacy_of(member.key());
  append(out, member, how, own == privacy::open ? field : own);
}

/// Sorts by the keys as they are kept, so that an object has its order after its keys were redacted.
void sort_members(std::vector<json_value>& members) {
  const bool plain = std::none_of(members.begin(), members.end(), [](json_value m) { return may_be_private(m.key()); });
  std::stable_sort(members.begin(), members.end(), [&](json_value a, json_value b) {
    return plain ? a.key() < b.key() : fit_to_keep(a.key()) < fit_to_keep(b.key());
  });
}

void append_object(std::string& out, json_value object, order how, privacy field) {
  std::vector<json_value> members;
  for (const json_value member : object)
    if (how == order::as_written || !member.is(json_kind::null)) members.push_back(member);
  if (how == order::sorted) sort_members(members);
  char before = '{';
  for (const json_value member : members) {
    out.push_back(std::exchange(before, ','));
    append_named(out, member, how, field);
  }
  if (members.empty()) out.push_back('{');
  out.push_back('}');
}

void append(std::string& out, json_value value, order how, privacy field) {
  switch (value.kind()) {
    case json_kind::null: out += "null"; return;
    case json_kind::boolean: out += value.truth() ? "true" : "false"; return;
    case json_kind::string: return append_text(out, value.text(), field);
    case json_kind::number:
      if (field == privacy::secret || (field == privacy::phone && redacted_phone(value.text()) != value.text()))
        return append_text(out, value.text(), field);
      out += value.text();
      return;
    case json_kind::object: return append_object(out, value, how, field);
    case json_kind::array: break;
  }
  out.push_back('[');
  for (bool first = true; const json_value element : value) {
    if (!std::exchange(first, false)) out.push_back(',');
    append(out, element, how, field);
  }
  out.push_back(']');
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out.push_back('"');
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text.substr(copied, i - copied));
    copied = i + 1;
    if (byte >= 0x20) {
      out.push_back('\\');
      out.push_back(text[i]);
    } else if (byte == '\n') {
      out += "\\n";
    } else {
      out += "\\u00";
      out.push_back(hex[byte >> 4]);
      out.push_back(hex[byte & 15]);
    }
  }
  out.append(text.substr(copied)).push_back('"');
}

void append_json(std::string& out, json_value value) {
  if (value.is(json_kind::string)) return append_json_string(out, value.text());
  const bool object = value.is(json_kind::object);
  if (!object && !value.is(json_kind::array)) return append(out, value, order::as_written, privacy::open);
  out.push_back(object ? '{' : '[');
  for (bool first = true; const json_value member : value) {
    if (!std::exchange(first, false)) out.push_back(',');
    if (object) {
      append_json_string(out, member.key());
      out.push_back(':');
    }
    append_json(out, member);
  }
  out.push_back(object ? '}' : ']');
}

std::string redacted_json(json_value value) {
  std::string out;
  append(out, value, order::as_written, privacy::open);
  return out;
}

std::string canonical_json(json_value value) {
  std::string out;
  append(out, value, order::sorted, privacy::open);
  return out;
}

void append_member(std::string& out, json_value member) { append_named(out, member, order::sorted, privacy::open); }

}  // namespace hub::sources
