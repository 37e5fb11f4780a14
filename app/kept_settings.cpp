#include "app/kept_settings.hpp"

#include <filesystem>
#include <fstream>

#include "config/load.hpp"
#include "storage/directory.hpp"

namespace hub::app {
namespace {

namespace fs = std::filesystem;

fs::path place_in(const std::string& directory) { return fs::path(directory) / storage::kept_settings_file; }

}  // namespace

std::string kept_settings(const std::string& directory) {
  std::error_code none;
  const auto place = place_in(directory);
  return fs::is_regular_file(place, none) ? place.string() : std::string();
}

result<void> keep_settings(const config::settings& s) {
  const auto place = place_in(s.storage.data);
  const auto beside = place.string() + ".new";
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << "# Written by 'convhub serve' at every start: the settings by which this data is answered, for commands "
            "with\n"
            "# --data. To change them, change the settings of the hub.\n"
         << config::figures_toml(s);
    if (!file.flush()) return fail("settings-unkept", "cannot write " + beside);
  }
  std::error_code failed;
  fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (!failed) fs::rename(beside, place, failed);
  if (failed) return fail("settings-unkept", "cannot put " + place.string() + " in place: " + failed.message());
  return {};
}

}  // namespace hub::app
