#include "config/zones.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "config/tzif.hpp"
#include "domain/nearest.hpp"

namespace hub::config {
namespace {

namespace fs = std::filesystem;

const fs::path zone_folder = "/usr/share/zoneinfo";

/// Letters, digits and `_+-/`, no step out of the folder.
bool is_zone_name(std::string_view name) {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
  return !name.empty() && name.size() < 64 && name.front() != '/' && name.find_first_not_of(allowed) == name.npos;
}

error unknown_zone(std::string_view name) {
  std::vector<std::string> known;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(zone_folder, failed), end; !failed && at != end; at.increment(failed)) {
    const auto zone = at->path().lexically_relative(zone_folder).string();
    const bool other_copy = zone.starts_with("posix") || zone.starts_with("right");
    if (!other_copy && at->is_regular_file(failed)) known.push_back(zone);
  }
  if (known.empty()) return fail("zone-unknown", "this machine has no time zones; install the package tzdata");
  const std::vector<std::string_view> words(known.begin(), known.end());
  const std::string meant(nearest(name, words));
  return fail("zone-unknown",
              "there is no time zone '" + std::string(name) + "'; " +
                  (meant.empty() ? "give an IANA name such as Europe/Berlin" : "did you mean '" + meant + "'?"));
}

}  // namespace

result<zone> load_zone(std::string_view iana_name) {
  if (iana_name == "UTC") return zone{};
  if (!is_zone_name(iana_name)) return unknown_zone(iana_name);
  const auto path = zone_folder / iana_name;
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return unknown_zone(iana_name);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!bytes.str().starts_with("TZif")) return unknown_zone(iana_name);
  return parse_tzif(bytes.str(), iana_name);
}

}  // namespace hub::config
