#include "sources/redact.hpp"

#include <algorithm>
#include <array>

#include "domain/normalise.hpp"
#include "domain/text.hpp"
#include "sources/json_document.hpp"
#include "sources/json_write.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t telling_digits = 5;  // fewer digits than this tell nobody's number
constexpr std::array<std::string_view, 4> at_signs = {"@", "%40", "%2540", "\\u0040"};
constexpr std::size_t longest_local_part = 320;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }
bool in_local_part(char c) {
  return is_alnum(c) || std::string_view("!#$&'*+-./=?^_`{|}~%").find(c) != std::string_view::npos;
}
bool in_domain(char c) { return is_alnum(c) || c == '.' || c == '-'; }

/// The at sign at *i* in whichever spelling; its length, or 0.
std::size_t at_sign(std::string_view text, std::size_t i) {
  for (const auto sign : at_signs)
    if (text.substr(i, sign.size()) == sign) return sign.size();
  return 0;
}

/// Where the local part that ends at *at* begins. In a URL it ends at the `=`, `&`, `?` or `/` before it.
std::size_t local_begin(std::string_view text, std::size_t at, std::size_t from) {
  std::size_t begin = at;
  if (at > longest_local_part) from = std::max(from, at - longest_local_part);
  while (begin > from && in_local_part(text[begin - 1])) --begin;
  const auto cut = text.substr(begin, at - begin).find_last_of("=&?/#{|}");
  if (cut != std::string_view::npos) begin += cut + 1;
  while (begin < at && (text[begin] == '.' || text[begin] == '\'')) ++begin;
  return begin;
}

/// Where the domain that begins at *begin* ends; *begin* itself when it has no dot.
std::size_t domain_end(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && in_domain(text[end])) ++end;
  while (end > begin && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  return text.substr(begin, end - begin).find('.') == std::string_view::npos ? begin : end;
}

/// Where the address whose domain begins at *begin* ends. What another at sign joins to it (`a@b.c@d.e`) belongs to it,
/// so that nothing that looks like an address is left.
std::size_t address_end(std::string_view text, std::size_t begin) {
  std::size_t end = domain_end(text, begin);
  for (std::size_t sign = at_sign(text, end); end > begin && sign > 0; sign = at_sign(text, end)) {
    const std::size_t more = domain_end(text, end + sign);
    if (more == end + sign) break;
    end = more;
  }
  return end;
}

/// A short key without case, spaces, `_` and `-`; longer ones name nothing that is looked for.
class folded_key {
 public:
  explicit folded_key(std::string_view key) {
    for (const char c : key) {
      if (c == ' ' || c == '_' || c == '-') continue;
      if (size_ == sizeof text_) {
        size_ = 0;
        return;
      }
      text_[size_++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  std::string_view view() const { return {text_, size_}; }

 private:
  char text_[16];
  std::size_t size_ = 0;
};

/// Whether the first letter of *key* is one of *letters* (lower case); most keys are turned away by it.
bool begins_with(std::string_view key, std::string_view letters) {
  const auto first = key.find_first_not_of(" _-");
  return first != std::string_view::npos &&
         letters.find(static_cast<char>(key[first] | 0x20)) != std::string_view::npos;
}

bool already_hashed(std::string_view value) { return value.size() >= 64 && is_hex64(value.substr(0, 64)); }

/// End of the value token (a string with its quotes, or a bare word) that begins at *i*.
std::size_t token_end(std::string_view text, std::size_t i) {
  if (text[i] != '"') return std::min(text.find_first_of(",]} \t\r\n\"", i), text.size());
  for (++i; i < text.size() && text[i] != '"'; ++i)
    if (text[i] == '\\') ++i;
  return std::min(i + 1, text.size());
}

/// Copies the value or the values of a list that follow a phone key at *i* to *out*, redacted; answers where they end.
std::size_t redact_values(std::string_view text, std::size_t i, std::string& out) {
  bool list = false;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '[') list = true;
    if (c == '"' || is_digit(c) || c == '+') {
      const std::size_t end = token_end(text, i);
      auto token = text.substr(i, end - i);
      while (!token.empty() && token.front() == '"') token.remove_prefix(1);
      while (!token.empty() && token.back() == '"') token.remove_suffix(1);
      // A hash stays as it stands: it may be that of an address, which was never quoted.
      out += already_hashed(token) ? std::string(text.substr(i, end - i)) : '"' + redacted_phone(token) + '"';
      i = end;
      if (!list || i >= text.size()) return i;
    }
    if (std::string_view("[:, \t").find(text[i]) == std::string_view::npos || (text[i] == ',' && !list)) return i;
    out.push_back(text[i]);
  }
  return i;
}

/// `customer_phone`, `billing-phone-number`.
bool ends_in_phone(std::string_view key) {
  const char last = key.empty() ? ' ' : static_cast<char>(key.back() | 0x20);
  if ((last != 'e' && last != 'r') || key.size() > 64) return false;
  std::string folded;
  for (const char c : key)
    if (c != ' ' && c != '_' && c != '-') folded.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
  return folded.ends_with("phone") || folded.ends_with("phonenumber");
}

/// A secret's value or the values of a list, which follow its key at *i*; answers where they end.
std::size_t skip_secret(std::string_view text, std::size_t i, std::string& out) {
  i = std::min(text.find_first_not_of(": \t", i), text.size());
  if (i == text.size()) return i;
  out += ":\"redacted\"";
  return text[i] == '[' ? std::min(text.find(']', i), text.size() - 1) + 1 : token_end(text, i);
}

/// Text that is no JSON: values after quoted phone keys and those of secrets are redacted where they stand.
std::string redact_text(std::string_view text) {
  std::string out;
  std::size_t i = 0;
  while (i < text.size()) {
    const auto quote = std::min(text.find('"', i), text.size());
    out += text.substr(i, quote - i);
    if (quote == text.size()) break;
    const auto end = token_end(text, quote);
    const auto token = text.substr(quote, end - quote);
    out += token;
    i = end;
    if (token.size() <= 2 || i >= text.size()) continue;
    const auto key = token.substr(1, token.size() - 2);
    const bool is_key = text.find_first_not_of(" \t", i) != text.npos && text[text.find_first_not_of(" \t", i)] == ':';
    if (names_phone(key))
      i = redact_values(text, i, out);
    else if (is_key && names_secret(key))
      i = skip_secret(text, i, out);
  }
  return fit_to_keep(out);
}

}  // namespace

bool may_hold_email(std::string_view text) {
  const auto holds = [&](char c) { return text.find(c) != std::string_view::npos; };
  if (!holds('@') && !holds('%') && !holds('\\')) return false;
  return std::any_of(at_signs.begin(), at_signs.end(),
                     [&](auto sign) { return text.find(sign) != std::string_view::npos; });
}

std::string without_emails(std::string_view text) {
  if (!may_hold_email(text)) return std::string(text);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t sign = at_sign(text, i);
    if (sign == 0) continue;
    const std::size_t begin = local_begin(text, i, copied);
    const std::size_t end = address_end(text, i + sign);
    if (begin == i || end == i + sign) continue;
    const std::string local(text.substr(begin, i - begin));
    out += text.substr(copied, begin - copied);
    out += normalise_email(local + '@' + std::string(text.substr(i + sign, end - i - sign)));
    copied = end;
    i = end - 1;
  }
  return out += text.substr(copied);
}

bool names_phone(std::string_view key) {
  static constexpr std::array<std::string_view, 12> names = {"ph",        "phone",       "phones",  "phonenumber",
                                                             "mobile",    "mobilephone", "cell",    "tel",
                                                             "telephone", "whatsapp",    "phoneno", "mobilenumber"};
  if (begins_with(key, "pmctw") && std::find(names.begin(), names.end(), folded_key(key).view()) != names.end())
    return true;
  return ends_in_phone(key);
}

bool names_email(std::string_view key) {
  static constexpr std::array<std::string_view, 5> names = {"em", "email", "emails", "emailaddress", "mail"};
  return begins_with(key, "em") && std::find(names.begin(), names.end(), folded_key(key).view()) != names.end();
}

bool names_secret(std::string_view key) {
  static constexpr std::array<std::string_view, 12> names = {
      "accesstoken", "accesskey", "appsecretproof", "writekey", "apikey", "clientsecret",
      "token",       "authtoken", "idtoken",        "password", "secret", "sessiontoken"};
  return begins_with(key, "awctips") && std::find(names.begin(), names.end(), folded_key(key).view()) != names.end();
}

std::string redacted_phone(std::string_view value) {
  if (already_hashed(value)) return std::string(value);
  auto hash = normalise_phone(value);
  if (!hash.empty()) return hash;
  const auto digits = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), is_digit));
  return digits >= telling_digits || may_hold_email(value) ? "redacted" : std::string(value);
}

std::string redacted_email(std::string_view value) {
  if (already_hashed(value) || value.find('@') == std::string_view::npos) return without_emails(value);
  auto hash = normalise_email(value);
  return hash.empty() ? "redacted" : hash;
}

std::string redact(std::string_view raw) {
  json_document document;
  if (const auto value = document.parse(raw)) return redacted_json(*value);
  auto text = redact_text(raw);
  // What spoilt the text may have gone with a number; then it is kept as JSON is, so that it stays itself.
  if (const auto value = document.parse(text)) return redacted_json(*value);
  return text;
}

}  // namespace hub::sources
