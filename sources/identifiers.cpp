#include "sources/identifiers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

#include "domain/text.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t longest_click_id = 500;  // the pixel ignores longer ones
constexpr std::int64_t latest_ms = 253'402'300'799'999;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_appendix(std::string_view text) {
  const auto allowed = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  };
  return (text.size() == 2 || text.size() == 8) && std::all_of(text.begin(), text.end(), allowed);
}

/// The next part of a dotted cookie; the cookie is left with what follows its dot.
std::string_view take_part(std::string_view& cookie) {
  const auto dot = cookie.find('.');
  const auto part = cookie.substr(0, dot);
  cookie.remove_prefix(dot == std::string_view::npos ? cookie.size() : dot + 1);
  return part;
}

/// The parts `fb`, index and time at the front of a cookie; false when they are not there.
bool take_prefix(std::string_view& cookie, std::int64_t& ms) {
  if (take_part(cookie) != "fb") return false;
  const auto index = take_part(cookie);
  const auto time = take_part(cookie);
  if (index.empty() || !std::all_of(index.begin(), index.end(), is_digit)) return false;
  const auto [end, ec] = std::from_chars(time.data(), time.data() + time.size(), ms);
  return ec == std::errc() && end == time.data() + time.size() && ms >= 0 && ms <= latest_ms;
}

std::string with_dots(std::string_view payload) {
  static constexpr std::string_view dot = "__DOT__";
  std::string out;
  for (std::size_t at; (at = payload.find(dot)) != std::string_view::npos; payload.remove_prefix(at + dot.size()))
    out.append(payload.substr(0, at)).push_back('.');
  return out.append(payload);
}

}  // namespace

void add_identifier(std::vector<identifier>& to, identifier_kind kind, std::string value) {
  if (!value.empty()) to.push_back({kind, std::move(value), true});
}

void order_identifiers(std::vector<identifier>& identifiers) {
  const auto rank = [](const identifier& id) { return std::tie(id.kind, id.value, id.links); };
  std::sort(identifiers.begin(), identifiers.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  identifiers.erase(std::unique(identifiers.begin(), identifiers.end()), identifiers.end());
}

identifier_kind click_kind(std::string_view parameter) {
  static constexpr std::array<std::pair<std::string_view, identifier_kind>, 5> kinds = {
      {{"fbclid", identifier_kind::fbclid},
       {"gclid", identifier_kind::gclid},
       {"msclkid", identifier_kind::msclkid},
       {"ttclid", identifier_kind::ttclid},
       {"atclid", identifier_kind::atclid}}};
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.first == parameter; });
  return found == kinds.end() ? identifier_kind::click : found->second;
}

std::string_view without_appendix(std::string_view hashed) {
  hashed = trim(hashed);
  if (hashed.size() <= 65 || hashed[64] != '.' || !is_hex64(hashed.substr(0, 64))) return hashed;
  return is_appendix(hashed.substr(65)) ? hashed.substr(0, 64) : hashed;
}

std::optional<meta_click> parse_fbc(std::string_view text) {
  auto rest = trim(text);
  std::int64_t ms = 0;
  if (!take_prefix(rest, ms) || rest.empty()) return std::nullopt;
  const auto dot = rest.rfind('.');
  if (dot != std::string_view::npos && is_appendix(rest.substr(dot + 1))) rest = rest.substr(0, dot);
  if (rest.empty() || rest.size() > longest_click_id) return std::nullopt;
  return meta_click{with_dots(rest), ms * 1000};
}

std::string parse_fbp(std::string_view text) {
  const auto cookie = trim(text);
  auto rest = cookie;
  std::int64_t ms = 0;
  if (!take_prefix(rest, ms)) return {};
  const auto number = take_part(rest);
  if (number.empty() || !std::all_of(number.begin(), number.end(), is_digit)) return {};
  if (!rest.empty() && !is_appendix(rest)) return {};
  return std::string(cookie.substr(0, static_cast<std::size_t>(number.data() + number.size() - cookie.data())));
}

}  // namespace hub::sources
