// Takes raw e-mail addresses and phone numbers out of text that is kept: each becomes the hash by which it links, so
// that redacted input can be replayed and means the same person. Keys and tokens are taken out altogether.
#pragma once

#include <string>
#include <string_view>

namespace hub::sources {

/// *text* with every e-mail address in it (also with `%40` or `\u0040` for the at sign) replaced by its hash.
std::string without_emails(std::string_view text);

/// Whether without_emails could change *text*; cheap.
bool may_hold_email(std::string_view text);

/// *text* as it may be kept: without addresses, without phone numbers that are written with their `+` or are the value of
/// a query parameter called so, and without the secrets among query parameters.
std::string fit_to_keep(std::string_view text);

/// Whether fit_to_keep could change *text*; cheap.
bool may_be_private(std::string_view text);

/// Whether a field of this name holds a phone number (`ph`, `phone`, `Phone Number`, `mobile-phone`, …), or an address.
bool names_phone(std::string_view key);
bool names_email(std::string_view key);

/// Whether a field of this name holds what lets its sender in (`access_token`, `accessKey`, `writeKey`, …).
bool names_secret(std::string_view key);

/// A phone field's value: its hash, or the value itself when it holds no number; what is neither becomes `redacted`.
std::string redacted_phone(std::string_view value);

/// An e-mail field's value likewise.
std::string redacted_email(std::string_view value);

/// A whole item's text: JSON is rewritten field by field; text that is no JSON has its addresses and the values after
/// phone keys replaced.
std::string redact(std::string_view raw);

}  // namespace hub::sources
