#include "domain/access_key.hpp"

#include <array>
#include <charconv>

#include "domain/nearest.hpp"
#include "domain/text.hpp"

namespace hub {
namespace {

constexpr std::array all_scopes{scope::pixel, scope::ingest, scope::read, scope::admin};
constexpr std::array<std::string_view, 4> names{"pixel", "ingest", "read", "admin"};
constexpr std::string_view id_prefix = "key_";

}  // namespace

std::string_view to_string(scope which) { return names.at(static_cast<std::size_t>(which)); }

result<scope_set> parse_scopes(std::string_view text) {
  scope_set scopes;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto name = trim(text.substr(0, comma));
    text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
    if (name.empty()) continue;
    bool known = false;
    for (const auto each : all_scopes) {
      if (to_string(each) != name) continue;
      scopes.add(each);
      known = true;
    }
    if (!known)
      return fail("scope-unknown", "there is no scope '" + std::string(name) +
                                       "'; there are pixel, ingest, read and admin." + did_you_mean(name, names));
  }
  if (scopes.empty()) return fail("scope-missing", "name at least one scope: pixel, ingest, read or admin");
  return scopes;
}

std::string to_string(scope_set scopes) {
  std::string text;
  for (const auto each : all_scopes)
    if (scopes.has(each)) text.append(text.empty() ? "" : ",").append(to_string(each));
  return text;
}

std::string key_id(std::uint64_t id) { return std::string(id_prefix) + std::to_string(id); }

std::optional<std::uint64_t> parse_key_id(std::string_view text) {
  if (!text.starts_with(id_prefix)) return std::nullopt;
  text.remove_prefix(id_prefix.size());
  std::uint64_t id = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (fault != std::errc() || end != text.data() + text.size() || id == 0) return std::nullopt;
  return id;
}

}  // namespace hub
