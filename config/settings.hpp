// The settings as typed values (`s.server.listen`), and the table of what is known about each. Both are made from
// settings.def. Reading files and the environment is load.hpp's part.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/error.hpp"

namespace hub::config {

using std::chrono::seconds;

/// A list of words as the default of a setting.
inline std::vector<std::string> words(std::initializer_list<const char*> list) { return {list.begin(), list.end()}; }

#define HUB_SECTION(section, sentence) struct section##_settings {
#define HUB_SETTING(section, type, key, fallback, rule, sentence) type key = fallback;
#define HUB_END(section) \
  }                      \
  ;
#include "config/settings.def"
#undef HUB_SECTION
#undef HUB_SETTING
#undef HUB_END

/// Every setting at its default until something else is loaded.
struct settings {
#define HUB_SECTION(section, sentence) section##_settings section;
#define HUB_SETTING(section, type, key, fallback, rule, sentence)
#define HUB_END(section)
#include "config/settings.def"
#undef HUB_SECTION
#undef HUB_SETTING
#undef HUB_END
};

/// Where a setting lives in a `settings`, by type.
using slot = std::variant<bool*, std::int64_t*, double*, std::string*, seconds*, std::vector<std::string>*>;
using const_slot = std::variant<const bool*, const std::int64_t*, const double*, const std::string*, const seconds*,
                                const std::vector<std::string>*>;

/// What a value must be beyond its type.
struct rule {
  double least = 0;  ///< numbers and seconds; with `most` of 0 there are no bounds
  double most = 0;
  std::vector<std::string_view> choices;  ///< empty: any
  enum class text : std::uint8_t {
    any,
    address,
    currency,
    zone,
    secret,
    url,
    mapping,
    lookback,
    pattern,
    host,
    account_zone,
    worker,
    platform,
    request,
    pointer,
    name_in_request,
    source_name,
    ad_account,
    version,
    path
  } text_kind = text::any;
  bool may_be_empty = false;  ///< an empty text is allowed whatever the kind
};

/// One setting: its names, its meaning, and where its value is.
struct setting {
  std::string section;
  std::string_view key;
  std::string_view sentence;
  hub::config::rule rule;
  slot (*of)(settings&);

  std::string name() const { return section + "." + std::string(key); }
  /// `CONVHUB_SECTION_KEY`
  std::string variable() const;
  const_slot of_const(const settings& s) const;
};

struct section {
  std::string name;  ///< `server`, or `sources.hubspot` of a table within a table
  std::string_view sentence;
};

/// All settings in the order of settings.def, and their sections.
std::span<const setting> all_settings();
std::span<const section> all_sections();

/// The setting called `section.key`, or null.
const setting* find_setting(std::string_view name);

/// Gives *which* the value that *text* says: `true`, `12`, `0.5`, `24h` (s, m, h, d), words with commas.
/// Error: `config-value` with a sentence that says what it may be.
result<void> assign(settings& s, const setting& which, std::string_view text);

/// Reads `90s`, `30m`, `24h` or `7d`. Error: `config-value`.
result<void> parse_duration(std::string_view text, seconds& value);

/// Says whether the value that *which* has in *s* is allowed. Error: `config-value`.
result<void> allowed(const settings& s, const setting& which);

/// The value as TOML: `"text"`, `12`, `"24h"`, `["a", "b"]`; a secret as `"****"` or `["****"]`.
std::string toml_value(const settings& s, const setting& which);

}  // namespace hub::config
