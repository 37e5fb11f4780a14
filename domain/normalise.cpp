#include "domain/normalise.hpp"

#include <algorithm>
#include <atomic>
#include <set>

#include "domain/sha256.hpp"
#include "domain/text.hpp"

namespace hub {
namespace {

constexpr std::size_t fewest_phone_digits = 7;
constexpr std::size_t most_phone_digits = 15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  return text.find_first_of(" \t\r\n") == std::string_view::npos;
}

/// Bytes of a separator at the front of a phone number: ASCII punctuation, no-break space, typographic spaces and
/// dashes.
std::size_t separator(std::string_view text) {
  if (text.starts_with("(0)")) return 3;
  if (std::string_view(" \t+-()./").find(text[0]) != std::string_view::npos) return 1;
  if (text.starts_with("\xc2\xa0")) return 2;
  return text.starts_with("\xe2\x80") && text.size() >= 3 ? 3 : 0;
}

/// The digits of a phone number without leading zeros, or empty when the text is none.
std::string phone_digits(std::string_view text) {
  if (text.starts_with("tel:")) text.remove_prefix(4);
  std::string digits;
  while (!text.empty()) {
    const std::size_t skipped = separator(text);
    if (skipped == 0 && !is_digit(text[0])) return {};
    if (skipped == 0 && (text[0] != '0' || !digits.empty())) digits.push_back(text[0]);
    text.remove_prefix(std::max<std::size_t>(skipped, 1));
  }
  if (digits.size() < fewest_phone_digits || digits.size() > most_phone_digits) return {};
  return digits;
}

std::atomic<bool> folds_gmail = false;

/// The mailbox that Google delivers a lower-case address to; any other address as it is.
std::string mailbox(std::string address) {
  const auto at = address.rfind('@');
  const auto domain = std::string_view(address).substr(at + 1);
  if (domain != "gmail.com" && domain != "googlemail.com") return address;
  auto local = address.substr(0, std::min(at, address.find('+')));
  std::erase(local, '.');
  return local.empty() ? address : local + "@gmail.com";
}

}  // namespace

void fold_gmail_addresses(bool fold) { folds_gmail = fold; }

std::string normalise_email(std::string_view text) {
  text = trim(text);
  if (is_hex64(text)) return lower_ascii(text);
  if (!is_address(text)) return {};
  auto address = lower_utf8(text);
  return sha256_hex(folds_gmail ? mailbox(std::move(address)) : address);
}

std::string normalise_phone(std::string_view text) {
  text = trim(text);
  if (is_hex64(text)) return lower_ascii(text);
  const auto digits = phone_digits(text);
  return digits.empty() ? std::string() : sha256_hex(digits);
}

namespace {

/// Whether this is the hash of what systems write where they know nobody, such as the customer `0` of guests in a shop.
bool names_nobody(const std::string& hash) {
  static const auto hashes = [] {
    std::set<std::string> all;
    for (const auto* word : {"0", "-1", "null", "undefined", "none", "nan", "n/a", "guest", "anonymous", "unknown"})
      all.insert(sha256_hex(word));
    return all;
  }();
  return hashes.contains(hash);
}

}  // namespace

std::string normalise_external_id(std::string_view text) {
  text = trim(text);
  if (text.empty()) return {};
  auto hash = is_hex64(text) ? lower_ascii(text) : sha256_hex(lower_utf8(text));
  return names_nobody(hash) ? std::string() : hash;
}

std::string normalise_country(std::string_view text) {
  std::string code = lower_ascii(trim(text));
  if (code.size() != 2 || !std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
    return {};
  for (char& c : code) c = static_cast<char>(c - 'a' + 'A');
  return code;
}

std::string normalise_source(std::string_view text) {
  std::string slug = lower_ascii(trim(text));
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; };
  return slug.size() <= 64 && std::all_of(slug.begin(), slug.end(), allowed) ? slug : std::string();
}

}  // namespace hub
