// Reads the settings: defaults, then a TOML file, then the environment, then flags, each over the one before. Every
// mistake is found in one go and named by its place.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/settings.hpp"

namespace hub::config {

/// What may override the defaults.
struct sources_of_settings {
  std::string file;                                              ///< path of a TOML file; empty: none
  std::vector<std::pair<std::string, std::string>> environment;  ///< all variables; those of other programs are ignored
  std::vector<std::pair<std::string, std::string>> flags;        ///< `server.listen` and its text
};

/// The settings and where each that is not a default came from, or all that is wrong.
struct loaded_settings {
  settings values;
  std::map<std::string, std::string> origins;  ///< `server.listen` → `file`, `environment` or `flag`
  std::map<std::string, std::string> places;   ///< where exactly: `FILE:LINE:COLUMN`, a variable's or a flag's name
  std::vector<error> errors;  ///< `config-…`; the place is `FILE:LINE:COLUMN`, a variable's or a flag's name
};

loaded_settings load(const sources_of_settings& from);

/// The same from TOML text that is not in a file; *name* is how its places are called.
loaded_settings load_text(std::string_view toml, std::string_view name);

/// `FILE:LINE:COLUMN: error: …` for each error, a line each.
std::string describe(const std::vector<error>& errors);

/// A TOML file that sets nothing: every setting with its meaning, variable and default, commented out.
std::string example_toml();

/// The settings in force as TOML, secrets masked, each with where it came from: `default`, `file`, `environment` or `flag`.
/// @param places say where exactly: `file hub.toml:3:1`, `environment CONVHUB_SERVER_LISTEN`, `flag --listen`
std::string effective_toml(const loaded_settings& s, bool places = false);

/// The settings that shape figures and are not at their defaults, as TOML that load() reads: who is one person, what is one
/// conversion, what earns credit, labels, money, spend, channels.
std::string figures_toml(const settings& s);

/// This process's environment as pairs.
std::vector<std::pair<std::string, std::string>> process_environment();

}  // namespace hub::config
