#include "net/query.hpp"

#include "net/ascii.hpp"
#include "net/utf8.hpp"

namespace hub::net {
namespace {

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char small = lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// The byte `%xy` at *at* stands for, or -1.
int escaped_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

}  // namespace

result<std::string> percent_decode(std::string_view text, bool plus_is_space, std::string_view where) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[at] == '%') {
      const int byte = escaped_byte(text, at);
      if (byte <= 0)
        return fail("bad-escape", "'%' must be followed by two hexadecimal digits other than 00; write '%25' for '%'.",
                    std::string(where));
      out += static_cast<char>(byte);
      at += 2;
    } else {
      out += text[at];
    }
  }
  if (!is_utf8(out))
    return fail("bad-encoding", "The decoded text is not UTF-8; percent-encode UTF-8 bytes.", std::string(where));
  return out;
}

result<std::vector<parameter>> parse_parameters(std::string_view query) {
  std::vector<parameter> out;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto part = query.substr(0, end);
    query = end == query.npos ? std::string_view() : query.substr(end + 1);
    if (part.empty()) continue;
    const auto equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), true, part.substr(0, equals));
    if (!name) return name.error();
    auto value = percent_decode(equals == part.npos ? std::string_view() : part.substr(equals + 1), true, *name);
    if (!value) return value.error();
    out.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

result<target_parts> split_target(std::string_view target) {
  const auto mark = target.find('?');
  target_parts parts;
  parts.path = target.substr(0, mark);
  if (mark == target.npos) return parts;
  auto parameters = parse_parameters(target.substr(mark + 1));
  if (!parameters) return parameters.error();
  parts.parameters = std::move(*parameters);
  return parts;
}

std::string percent_encode(std::string_view text) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += hex[byte >> 4];
    out += hex[byte & 15];
  }
  return out;
}

}  // namespace hub::net
