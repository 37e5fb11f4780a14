#include "sources/hubspot/hubspot_signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "domain/sha256.hpp"
#include "domain/text.hpp"

namespace hub::sources {
namespace {

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(), static_cast<int>(bytes.size()));
  return out;
}

std::string hmac_base64(std::string_view secret, std::string_view text) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return base64(std::span(digest).first(size));
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) text += part;
  return text;
}

/// The length of a signature is no secret.
bool same_signature(std::string_view given, std::string_view made) {
  return given.size() == made.size() && CRYPTO_memcmp(given.data(), made.data(), made.size()) == 0;
}

/// Tries every secret, whether or not one before it fits.
template <class Sign>
result<void> match(std::string_view given, std::span<const std::string> secrets, const Sign& sign) {
  bool found = false;
  for (const auto& secret : secrets) found |= same_signature(given, sign(secret));
  if (found) return {};
  return fail("signature-wrong",
              "the signature fits none of the configured client secrets; check sources.hubspot.client_secrets, and "
              "that server.public_base_url is the address that HubSpot calls");
}

result<void> check_time(std::string_view timestamp, instant now) {
  std::int64_t ms = 0;
  const auto [end, fault] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), ms);
  constexpr std::int64_t latest_ms = 253'402'300'799'999;  // 9999-12-31
  if (fault != std::errc() || end != timestamp.data() + timestamp.size() || ms < 0 || ms > latest_ms)
    return fail("signature-missing", "X-HubSpot-Request-Timestamp must say when it was signed, in Unix milliseconds");
  if (std::llabs(now - ms * 1000) <= signature_window_us) return {};
  return fail("signature-late", "the request was signed more than 5 minutes from now, at " + format_instant(ms * 1000) +
                                    "; check the clock of this machine");
}

}  // namespace

std::string signed_uri(std::string_view uri) {
  static constexpr std::pair<std::string_view, char> undone[] = {
      {"%3A", ':'},  {"%2F", '/'}, {"%3F", '?'}, {"%40", '@'}, {"%21", '!'}, {"%24", '$'},
      {"%27", '\''}, {"%28", '('}, {"%29", ')'}, {"%2A", '*'}, {"%2C", ','}, {"%3B", ';'}};
  std::string out;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const auto escape = uri[i] == '%' ? uri.substr(i, 3) : std::string_view();
    const auto found = std::find_if(std::begin(undone), std::end(undone), [&](const auto& u) {
      return escape.size() == 3 && lower_ascii(u.first) == lower_ascii(escape);
    });
    if (found == std::end(undone)) {
      out.push_back(uri[i]);
    } else {
      out.push_back(found->second);
      i += 2;
    }
  }
  return out;
}

result<void> check_signature(const signed_request& request, std::span<const std::string> secrets, instant now) {
  if (!request.v3.empty()) {
    if (auto timely = check_time(request.timestamp, now); !timely) return timely;
    const auto text = joined({request.method, signed_uri(request.uri), request.body, request.timestamp});
    return match(request.v3, secrets, [&](const std::string& secret) { return hmac_base64(secret, text); });
  }
  if (request.signature.empty())
    return fail("signature-missing",
                "the request has neither X-HubSpot-Signature-v3 nor X-HubSpot-Signature; only HubSpot may call this");
  const auto given = lower_ascii(request.signature);
  if (request.version.empty() || request.version == "v1")
    return match(given, secrets, [&](const std::string& secret) { return sha256_hex(joined({secret, request.body})); });
  if (request.version == "v2")
    return match(given, secrets, [&](const std::string& secret) {
      return sha256_hex(joined({secret, request.method, request.uri, request.body}));
    });
  return fail("signature-version-unknown", "X-HubSpot-Signature-Version must be v1 or v2; v3 has a header of its own");
}

}  // namespace hub::sources
