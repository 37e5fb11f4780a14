#include "config/settings.hpp"

#include <algorithm>

namespace hub::config {
namespace {

rule anything() { return {}; }
rule any_text() { return {}; }
rule between(double least, double most) {
  rule r;
  r.least = least;
  r.most = most;
  return r;
}
rule one_of(std::initializer_list<std::string_view> choices) {
  rule r;
  r.choices = choices;
  return r;
}
rule text_of(rule::text kind) {
  rule r;
  r.text_kind = kind;
  return r;
}
rule address() { return text_of(rule::text::address); }
rule currency_code() { return text_of(rule::text::currency); }
rule zone_name() { return text_of(rule::text::zone); }
rule secret() { return text_of(rule::text::secret); }
rule worker_addresses() { return text_of(rule::text::worker); }
rule web_address() { return text_of(rule::text::url); }
rule optional(rule r) {
  r.may_be_empty = true;
  return r;
}
rule mapping() { return text_of(rule::text::mapping); }
rule account_zone_list() { return text_of(rule::text::account_zone); }
rule lookback_rules() { return text_of(rule::text::lookback); }
rule patterns() { return text_of(rule::text::pattern); }
rule platform_address() { return text_of(rule::text::platform); }
rule request_address() { return text_of(rule::text::request); }
rule json_pointer() { return text_of(rule::text::pointer); }
rule request_name() { return text_of(rule::text::name_in_request); }
rule pulled_name() { return text_of(rule::text::source_name); }
rule ad_account() { return text_of(rule::text::ad_account); }
rule api_version() { return text_of(rule::text::version); }
rule url_path() { return text_of(rule::text::path); }
rule hosts() { return text_of(rule::text::host); }

/// `sources_hubspot`, as C++ spells it, is `[sources.hubspot]`.
std::string section_name(std::string name) {
  if (const std::string outer = "sources_"; name.starts_with(outer)) name[outer.size() - 1] = '.';
  return name;
}

const std::vector<setting> table = {
#define HUB_SECTION(section, sentence)
#define HUB_SETTING(section, type, key, fallback, rule, sentence) \
  {section_name(#section), #key, sentence, rule, [](settings& s) -> slot { return &s.section.key; }},
#define HUB_END(section)
#include "config/settings.def"
#undef HUB_SECTION
#undef HUB_SETTING
#undef HUB_END
};

const std::vector<section> sections = {
#define HUB_SECTION(section, sentence) {section_name(#section), sentence},
#define HUB_SETTING(section, type, key, fallback, rule, sentence)
#define HUB_END(section)
#include "config/settings.def"
#undef HUB_SECTION
#undef HUB_SETTING
#undef HUB_END
};

}  // namespace

std::string setting::variable() const {
  std::string name = "CONVHUB_" + section + "_" + std::string(key);
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    if (c == '.') return '_';
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return name;
}

const_slot setting::of_const(const settings& s) const {
  // The slot is only read through the result, so the settings stay as they are.
  return std::visit([](auto* value) -> const_slot { return value; }, of(const_cast<settings&>(s)));
}

std::span<const setting> all_settings() { return table; }
std::span<const section> all_sections() { return sections; }

const setting* find_setting(std::string_view name) {
  const auto at = std::find_if(table.begin(), table.end(), [&](const setting& one) { return one.name() == name; });
  return at == table.end() ? nullptr : &*at;
}

}  // namespace hub::config
