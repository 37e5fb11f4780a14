#include "sources/channel_rules.hpp"

#include <algorithm>

namespace hub::sources {
namespace {

enum class list : std::uint8_t { search, social, video, shopping, excluded };

struct site {
  list kind;
  std::string_view name;
};

#define HUB_SITE(kind, name) {list::kind, name},
constexpr site sites[] = {
#include "sources/sites.def"
};
#undef HUB_SITE

/// Whether *text* is `site`, a host below it when it has a dot, or has it as a word when it has none.
bool names(std::string_view text, std::string_view site) {
  if (text == site) return true;
  if (site.find('.') != std::string_view::npos)
    return text.size() > site.size() && text.ends_with(site) && text[text.size() - site.size() - 1] == '.';
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("._-/ "), text.size());
    if (text.substr(0, end) == site) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

bool listed(list kind, std::string_view text, const std::vector<std::string>& added) {
  return std::any_of(std::begin(sites), std::end(sites),
                     [&](const site& s) { return s.kind == kind && names(text, s.name); }) ||
         std::any_of(added.begin(), added.end(), [&](const std::string& name) { return names(text, name); });
}

}  // namespace

bool is_site(site_kind kind, std::string_view source, const channel_rules& rules) {
  switch (kind) {
    case site_kind::search: return listed(list::search, source, rules.search_sites);
    case site_kind::social: return listed(list::social, source, rules.social_sites);
    case site_kind::video: return listed(list::video, source, rules.video_sites);
    case site_kind::shopping: return listed(list::shopping, source, rules.shopping_sites);
  }
  return false;
}

bool is_excluded_referrer(std::string_view host, const channel_rules& rules) {
  return listed(list::excluded, host, rules.excluded_referrers);
}

}  // namespace hub::sources
