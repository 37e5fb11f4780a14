// What people and platforms write as an identifier, brought to the one form in which identifiers link: 64 hex digits
// for personal ones. Every function answers empty text when the input names nobody. Source: docs/semantics.md,
// Identity.
#pragma once

#include <string>
#include <string_view>

namespace hub {

/// SHA-256 of the trimmed, lower-cased address. 64 hex digits are taken as that hash; text without a part on each side
/// of an `@` names nobody.
std::string normalise_email(std::string_view text);

/// From now on, in the whole process, addresses of gmail.com and googlemail.com are those of gmail.com without dots and
/// without `+` and what follows it, before they are hashed: Google delivers them alike. Said once, before any is read:
/// every place that makes a hash of an address must make the same one. Hashes that others made stay as they are.
void fold_gmail_addresses(bool fold);

/// SHA-256 of the E.164 digits without `+` and leading zeros; `(0)` and the usual separators are dropped. 64 hex digits
/// are taken as that hash; fewer than 7 or more than 15 digits, or letters, name nobody.
std::string normalise_phone(std::string_view text);

/// SHA-256 of the trimmed, lower-cased id. 64 hex digits are taken as that hash. Empty for what stands for nobody (`0`, `guest`).
std::string normalise_external_id(std::string_view text);

/// Two letters in upper case, or empty when it is no alpha-2 code.
std::string normalise_country(std::string_view text);

/// A source's slug: lower case, `a-z 0-9 _`, at most 64 characters; empty when the text is no slug.
std::string normalise_source(std::string_view text);

}  // namespace hub
