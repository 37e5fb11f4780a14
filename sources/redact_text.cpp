// What is private in running text and in URLs: numbers written with their country's `+`, and the values of query
// parameters whose names say what they are.
#include <algorithm>
#include <string>

#include "domain/normalise.hpp"
#include "sources/redact.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t fewest_digits = 8;
constexpr std::size_t most_digits = 15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }

/// `+`, escaped once or twice or not at all, at *i*; its length, or 0.
std::size_t plus_sign(std::string_view text, std::size_t i) {
  for (const std::string_view sign : {"+", "%2B", "%2b", "%252B", "%252b"})
    if (text.substr(i, sign.size()) == sign) return sign.size();
  return 0;
}

/// Where the number ends whose digits begin at *i*; *i* itself when there is none. Digits may be grouped.
std::size_t number_end(std::string_view text, std::size_t i) {
  std::size_t digits = 0;
  std::size_t end = i;
  for (std::size_t at = i; at < text.size() && at - end <= 2; ++at) {
    if (is_digit(text[at])) {
      ++digits;
      end = at + 1;
    } else if (std::string_view(" .-/()").find(text[at]) == std::string_view::npos) {
      break;
    }
  }
  return digits >= fewest_digits && digits <= most_digits ? end : i;
}

std::string without_numbers(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto sign = plus_sign(text, i);
    // Behind a letter or digit a plus is a part of something else: a time's zone, a code.
    if (sign == 0 || (i > 0 && is_word(text[i - 1]))) continue;
    const auto end = number_end(text, i + sign);
    if (end == i + sign) continue;
    out += text.substr(copied, i - copied);
    out += redacted_phone(text.substr(i + sign, end - i - sign));
    copied = end;
    i = end - 1;
  }
  return copied == 0 ? std::string(text) : out.append(text.substr(copied));
}

bool ends_value(char c) { return std::string_view("&#; \t\r\n\"'<>\\").find(c) != std::string_view::npos; }

/// A value as its owner wrote it: percent escapes undone, also those of escapes.
std::string plain(std::string_view value) {
  std::string text(value);
  for (int round = 0; round < 2; ++round) {
    std::string next;
    const auto hex = [&](std::size_t i) {
      const char c = i < text.size() ? text[i] : 'x';
      return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool escape = text[i] == '%' && hex(i + 1) >= 0 && hex(i + 2) >= 0;
      next.push_back(escape ? static_cast<char>(hex(i + 1) * 16 + hex(i + 2)) : text[i]);
      i += escape ? 2 : 0;
    }
    text = std::move(next);
  }
  return text;
}

std::string without_private_parameters(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (auto equals = text.find('='); equals != text.npos; equals = text.find('=', equals + 1)) {
    std::size_t begin = equals;
    while (begin > copied && (is_word(text[begin - 1]) || text[begin - 1] == '_' || text[begin - 1] == '-')) --begin;
    if (begin == 0 || std::string_view("?&#;").find(text[begin - 1]) == std::string_view::npos) continue;
    const auto key = text.substr(begin, equals - begin);
    const bool phone = names_phone(key);
    if (!phone && !names_secret(key)) continue;
    auto end = equals + 1;
    while (end < text.size() && !ends_value(text[end])) ++end;
    const auto value = text.substr(equals + 1, end - equals - 1);
    if (value.empty()) continue;
    out += text.substr(copied, equals + 1 - copied);
    const auto bare = phone ? redacted_phone(plain(value)) : std::string("redacted");
    out += bare == plain(value) ? std::string(value) : bare;
    copied = end;
    equals = end - 1;
  }
  return copied == 0 ? std::string(text) : out.append(text.substr(copied));
}

}  // namespace

bool may_be_private(std::string_view text) { return text.find_first_of("@%\\+=") != std::string_view::npos; }

std::string fit_to_keep(std::string_view text) {
  if (!may_be_private(text)) return std::string(text);
  return without_numbers(without_private_parameters(without_emails(text)));
}

}  // namespace hub::sources
