#include "config/pull_values.hpp"

#include <algorithm>

#include "domain/loopback.hpp"
#include "domain/nearest.hpp"

namespace hub::config {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view slug_letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
constexpr std::string_view places[] = {"since", "until", "cursor", "page"};
constexpr std::string_view other_pulls[] = {"anytrack", "fx_rates", "hubspot", "meta_ads"};

error refuse(std::string sentence) { return fail("config-value", std::move(sentence)); }

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool has_blank(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c == ' ' || is_control(c); });
}

/// `[::1]:8080` and `host:8080` without the port.
std::string_view host_of(std::string_view authority) {
  const auto end = authority.starts_with('[') ? authority.find(']') : authority.find(':');
  return end == authority.npos ? authority : authority.substr(0, authority[end] == ']' ? end + 1 : end);
}

/// What is behind the host, once scheme and host are right.
result<std::string_view> behind_host(std::string_view text) {
  const bool plain = text.starts_with("http://");
  if (!plain && !text.starts_with("https://"))
    return refuse("must begin with https://, such as https://api.example, not " + quoted(text));
  text.remove_prefix(plain ? 7 : 8);
  const auto end = std::min(text.find_first_of("/?#"), text.size());
  const auto authority = text.substr(0, end);
  const auto host = host_of(authority);
  if (authority.find('@') != authority.npos)
    return refuse("must not hold a name or password before the host; put the secret in token_file");
  if (host.empty() || has_blank(text) || authority.find_first_of("{}") != authority.npos)
    return refuse("must name a host and hold no blanks, such as https://api.example");
  if (plain && !is_loopback(host))
    return refuse(
        "must begin with https://, because http:// could be read and changed on its way; http:// is for this machine");
  return text.substr(end);
}

/// Whether each `{…}` is a place that is filled in.
result<void> check_places(std::string_view text) {
  for (auto at = text.find_first_of("{}"); at != text.npos; at = text.find_first_of("{}")) {
    const auto end = text.find('}', at);
    if (text[at] == '}' || end == text.npos) return refuse("has a brace without its other one");
    const auto name = text.substr(at + 1, end - at - 1);
    if (std::find(std::begin(places), std::end(places), name) == std::end(places))
      return refuse("has no place {" + std::string(name) + "}; there are {since}, {until}, {cursor} and {page}." +
                    did_you_mean(name, places));
    text.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace

result<void> check_platform_address(const std::string& text) {
  const auto rest = behind_host(text);
  if (!rest) return rest.error();
  if (rest->find_first_of("?#{}") == rest->npos) return {};
  return refuse("must end with its path, such as https://api.example/v1, not " + quoted(text));
}

result<void> check_request_address(const std::string& text) {
  const auto rest = behind_host(text);
  if (!rest) return rest.error();
  if (rest->find('#') != rest->npos) return refuse("must hold no #, for what is behind it is never sent");
  return check_places(*rest);
}

result<void> check_json_pointer(const std::string& text) {
  bool right = text.empty() || text.front() == '/';
  for (auto at = text.find('~'); at != text.npos; at = text.find('~', at + 1))
    right = right && at + 1 < text.size() && (text[at + 1] == '0' || text[at + 1] == '1');
  if (right) return {};
  return refuse("must be a JSON pointer such as /data/items, not " + quoted(text));
}

result<void> check_request_name(const std::string& text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";  // RFC 9110, token
  const auto fits = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.find(c) != marks.npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), fits)) return {};
  return refuse("must be a name such as X-Api-Key, not " + quoted(text));
}

result<void> check_source_name(const std::string& text) {
  if (text.empty() || text.size() > 32 || text.find_first_not_of(slug_letters) != text.npos)
    return refuse("must be up to 32 lower-case letters, digits and underscores, such as shop_api, not " + quoted(text));
  if (std::find(std::begin(other_pulls), std::end(other_pulls), text) != std::end(other_pulls))
    return refuse("must not be " + text + ", which has a section of its own");
  return {};
}

result<void> check_ad_account(const std::string& text) {
  const auto number = std::string_view(text).substr(text.starts_with("act_") ? 4 : 0);
  if (!number.empty() && number.find_first_not_of(digits) == number.npos) return {};
  return refuse("must be the ad account's id such as act_1234567890, not " + quoted(text));
}

result<void> check_api_version(const std::string& text) {
  const auto dot = text.find('.');
  const bool right = text.size() > 3 && text.front() == 'v' && dot != text.npos && dot > 1 && dot + 1 < text.size() &&
                     text.find_first_not_of(digits, 1) == dot &&
                     text.find_first_not_of(digits, dot + 1) == std::string::npos;
  if (right) return {};
  return refuse("must be a version such as v25.0, not " + quoted(text));
}

result<void> check_url_path(const std::string& text) {
  if (text.starts_with('/') && !has_blank(text) && text.find_first_of("#{}") == text.npos) return {};
  return refuse("must be a path such as /eurofxref-daily.xml, not " + quoted(text));
}

result<void> check_secret(const std::string& text) {
  const bool padded = text.starts_with(' ') || text.ends_with(' ');
  if (!padded && std::none_of(text.begin(), text.end(), is_control)) return {};
  return refuse("must not hold line breaks or begin or end with a blank; was it copied whole?");
}

}  // namespace hub::config
