#include "config/pulled_sources.hpp"

namespace hub::config {
namespace {

/// The complaints of one section.
class section_check {
 public:
  section_check(const loaded_settings& loaded, std::string section, std::vector<error>& into)
      : loaded_(loaded), section_(std::move(section)), into_(into) {}

  /// Complains at *key*.
  void complain(const char* code, const char* key, std::string sentence) {
    const auto name = section_ + "." + key;
    const auto at = loaded_.places.find(name);
    into_.push_back(fail(code, name + " " + std::move(sentence), at == loaded_.places.end() ? name : at->second));
  }

  /// Complains that the source is to be pulled and lacks *key*.
  void lacks(const char* key, const std::string& remedy) {
    complain("config-incomplete", "enabled", "is true, but " + section_ + "." + key + " is not set: " + remedy);
  }

  /// A token may stand in its file.
  void needs_token(const std::string& token, const std::string& file, const std::string& which) {
    if (!token.empty() || !file.empty()) return;
    const auto* setting = find_setting(section_ + ".token");
    lacks("token", which + "; put it into a file and name that in token_file, or set " + setting->variable());
  }

 private:
  const loaded_settings& loaded_;
  std::string section_;
  std::vector<error>& into_;
};

bool has(const std::string& text, std::string_view place) { return text.find(place) != std::string::npos; }

/// The settings of a JSON API, AnyTrack's or another.
template <class Section>
void check_json(const Section& s, section_check at) {
  if (!s.enabled) return;
  if (s.url.empty()) return at.lacks("url", "give the address that lists the items, with {since} in it");
  if (s.method == "GET" && !s.body.empty())
    at.complain("config-conflict", "body", "is sent with a POST only; set method to POST");
  if (s.next_cursor.empty() && (has(s.url, "{cursor}") || has(s.body, "{cursor}")))
    at.complain("config-incomplete", "url",
                "has a place {cursor}, but next_cursor is not set: say where the cursor stands in an answer");
}

}  // namespace

std::vector<error> check_pulled_sources(const loaded_settings& loaded) {
  std::vector<error> found;
  const auto at = [&](const char* section) { return section_check(loaded, section, found); };
  const auto& s = loaded.values;
  if (const auto& hubspot = s.sources_hubspot; hubspot.enabled)
    at("sources.hubspot").needs_token(hubspot.token, hubspot.token_file, "the access token of a HubSpot private app");
  if (const auto& meta = s.sources_meta_ads; meta.enabled) {
    auto here = at("sources.meta_ads");
    here.needs_token(meta.token, meta.token_file, "the access token of a system user with ads_read");
    if (meta.account.empty()) here.lacks("account", "give the ad account's id, such as act_1234567890");
    if (meta.levels.empty()) here.lacks("levels", "name at least one of campaign, adset and ad");
  }
  check_json(s.sources_anytrack, at("sources.anytrack"));
  check_json(s.sources_json_pull, at("sources.json_pull"));
  return found;
}

}  // namespace hub::config
