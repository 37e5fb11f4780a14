#include "config/load.hpp"

#include <unistd.h>

#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "config/pull_values.hpp"
#include "config/pulled_sources.hpp"
#include "domain/nearest.hpp"
#include "domain/text.hpp"

namespace hub::config {
namespace {

/// Reads one TOML document into the settings, gathering what is wrong.
class file_reader {
 public:
  file_reader(std::string_view name, loaded_settings& into) : name_(name), into_(into) {}

  void read(const toml::table& document) {
    for (const auto& [key, node] : document) {
      const auto* sources = key.str() == "sources" ? node.as_table() : nullptr;
      if (sources == nullptr) {
        read_part(std::string(key.str()), node);
        continue;
      }
      for (const auto& [name, part] : *sources) read_part("sources." + std::string(name.str()), part);
    }
    // TOML tables are kept by name; a reader of the messages goes through the file from its top.
    std::sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [at, mistake] : found_) into_.errors.push_back(std::move(mistake));
  }

 private:
  void read_part(const std::string& section, const toml::node& node) {
    if (!known_section(section))
      complain(node, "config-unknown", "unknown section [" + section + "]" + suggestion(section, section_names()));
    else if (const auto* table = node.as_table(); table == nullptr)
      complain(node, "config-value", "[" + section + "] is a section, not a value");
    else
      read_section(section, *table);
  }

  void read_section(const std::string& section, const toml::table& table) {
    for (const auto& [key, node] : table) {
      const auto name = section + "." + std::string(key.str());
      if (const auto* which = find_setting(name); which == nullptr)
        complain(node, "config-unknown", "unknown setting " + name + suggestion(name, setting_names()));
      else
        take(*which, node);
    }
  }

  void take(const setting& which, const toml::node& node) {
    const auto read = std::visit([&](auto* value) { return value_of(node, value); }, which.of(into_.values));
    const auto fits = read ? allowed(into_.values, which) : read;
    if (fits)
      give(which.name(), "file", place_of(node));
    else
      complain(node, fits.error().code, which.name() + " " + fits.error().detail + remedy_of(which, node));
  }

  /// Whoever gives one window means the setting beside the list of windows.
  static std::string remedy_of(const setting& which, const toml::node& node) {
    const bool one_window = which.name() == "attribution.lookback" && !node.is_array();
    return one_window ? "; the window of all touchpoints is attribution.lookback_days" : "";
  }

  static error wrong_type(const char* wanted) { return fail("config-value", std::string("must be ") + wanted); }

  template <class T>
  static result<void> typed(const toml::node& node, T* into, const char* wanted) {
    const auto value = node.value_exact<T>();
    if (!value) return wrong_type(wanted);
    *into = *value;
    return {};
  }
  static result<void> value_of(const toml::node& n, bool* v) { return typed(n, v, "true or false"); }
  static result<void> value_of(const toml::node& n, std::int64_t* v) { return typed(n, v, "a whole number"); }
  static result<void> value_of(const toml::node& n, std::string* v) { return typed(n, v, "a text in quotes"); }
  static result<void> value_of(const toml::node& n, double* v) {
    if (!n.is_number()) return wrong_type("a number");
    *v = *n.value<double>();
    return {};
  }
  static result<void> value_of(const toml::node& n, seconds* v) {
    const auto text = n.value_exact<std::string>();
    if (!text) return wrong_type("a time in quotes such as \"24h\"");
    return parse_duration(*text, *v);
  }
  static result<void> value_of(const toml::node& n, std::vector<std::string>* v) {
    const auto* list = n.as_array();
    if (list == nullptr) return wrong_type("a list of texts, as in [\"one\", \"another\"]");
    std::vector<std::string> read;
    for (const auto& item : *list) {
      const auto text = item.value_exact<std::string>();
      if (!text) return wrong_type("a list of texts, as in [\"one\", \"another\"]");
      read.push_back(*text);
    }
    *v = std::move(read);
    return {};
  }

  void give(const std::string& name, const char* origin, std::string place) {
    into_.origins[name] = origin;
    into_.places[name] = std::move(place);
  }

  std::string place_of(const toml::node& node) const {
    const auto at = node.source().begin;
    return name_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  }

  void complain(const toml::node& node, std::string code, std::string sentence) {
    const auto at = node.source().begin;
    found_.emplace_back(std::pair(at.line, at.column), fail(std::move(code), std::move(sentence), place_of(node)));
  }

  static bool known_section(std::string_view name) {
    const auto all = all_sections();
    return std::any_of(all.begin(), all.end(), [&](const section& s) { return s.name == name; });
  }
  static std::vector<std::string> section_names() {
    std::vector<std::string> names;
    for (const auto& s : all_sections()) names.emplace_back(s.name);
    return names;
  }

 public:
  static std::vector<std::string> setting_names() {
    std::vector<std::string> names;
    for (const auto& s : all_settings()) names.push_back(s.name());
    return names;
  }
  static std::string suggestion(const std::string& typed, const std::vector<std::string>& known) {
    const std::vector<std::string_view> words(known.begin(), known.end());
    const auto meant = nearest(typed, words);
    return meant.empty() ? "" : "; did you mean " + std::string(meant) + "?";
  }

 private:
  std::string name_;
  loaded_settings& into_;
  std::vector<std::pair<std::pair<toml::source_index, toml::source_index>, error>> found_;
};

/// The lines of *text* before *line*, counted from 1.
std::string_view lines_before(std::string_view text, std::uint32_t line) {
  std::size_t end = 0;
  for (std::uint32_t at = 1; at < line && end < text.size(); ++at)
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
  return text.substr(0, end);
}

/// A file that is no TOML is read up to the line that breaks it, so that what is wrong before that line is told too.
void read_toml(std::string_view text, std::string_view name, loaded_settings& into) {
  try {
    const auto document = toml::parse(text, std::string(name));
    file_reader(name, into).read(document);
  } catch (const toml::parse_error& e) {
    const auto at = e.source().begin;
    const auto sound = lines_before(text, at.line);
    if (sound.size() < text.size()) read_toml(sound, name, into);
    if (std::any_of(into.errors.begin(), into.errors.end(),
                    [](const error& m) { return m.code == "config-malformed"; }))
      return;
    into.errors.push_back(fail("config-malformed",
                               std::string(e.description()) + "; nothing from this line on was read",
                               std::string(name) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column)));
  }
}

void read_file(const std::string& path, loaded_settings& into) {
  std::error_code none;
  std::ifstream file;
  if (!std::filesystem::is_directory(path, none)) file.open(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file.is_open() || file.bad()) {
    into.errors.push_back(fail("config-unreadable", "the file cannot be read; is the path right?", path));
    return;
  }
  read_toml(text, path, into);
}

void take_text(const setting& which, const std::string& text, const std::string& place, const char* origin,
               loaded_settings& into) {
  const auto done = assign(into.values, which, text);
  if (!done) {
    into.errors.push_back(fail(done.error().code, done.error().detail, place));
    return;
  }
  into.origins[which.name()] = origin;
  into.places[which.name()] = place;
}

void read_environment(const sources_of_settings& from, loaded_settings& into) {
  std::vector<std::string> variables;
  for (const auto& s : all_settings()) variables.push_back(s.variable());
  for (const auto& [name, text] : from.environment) {
    const auto at = std::find(variables.begin(), variables.end(), name);
    if (at != variables.end()) {
      take_text(all_settings()[static_cast<std::size_t>(at - variables.begin())], text, name, "environment", into);
      continue;
    }
    // Of unknown variables only those that name a section of ours are mistakes; the rest belong to somebody else.
    for (const auto& s : all_sections()) {
      std::string prefix = "CONVHUB_" + s.name + "_";
      std::transform(prefix.begin(), prefix.end(), prefix.begin(),
                     [](unsigned char c) { return c == '.' ? '_' : std::toupper(c); });
      if (name.starts_with(prefix))
        into.errors.push_back(
            fail("config-unknown", "there is no such setting" + file_reader::suggestion(name, variables), name));
    }
  }
}

/// A secret that is one text: the only line of its file.
void take_secret(const setting& which, std::vector<std::string> lines, const std::string& path, loaded_settings& into) {
  const auto complain = [&](const char* code, std::string sentence) {
    into.errors.push_back(fail(code, std::move(sentence), path));
  };
  auto& secret = *std::get<std::string*>(which.of(into.values));
  if (!secret.empty()) return complain("config-secret-twice", which.name() + " is given too; leave one of the two out");
  if (lines.size() > 1) return complain("config-value", "the file must hold the token alone, on one line");
  if (lines.empty()) return;
  secret = std::move(lines.front());
  if (const auto fits = allowed(into.values, which); !fits) complain("config-value", fits.error().detail);
}

/// Secrets that are kept in files of their own: each `KEY_file` of a secret setting KEY, a line each.
void read_secret_files(loaded_settings& into) {
  for (const auto& which : all_settings()) {
    const auto* file = which.rule.text_kind == rule::text::secret ? find_setting(which.name() + "_file") : nullptr;
    if (file == nullptr) continue;
    const auto& path = *std::get<std::string*>(file->of(into.values));
    if (path.empty()) continue;
    std::ifstream text(path);
    if (!text)
      into.errors.push_back(fail("config-unreadable",
                                 "the file that " + file->name() + " names cannot be read; is the path right?", path));
    std::vector<std::string> secrets;
    for (std::string line; std::getline(text, line);)
      if (const auto secret = trim(line); !secret.empty()) secrets.emplace_back(secret);
    // A door whose lock is lost must not stand open.
    if (text.is_open() && secrets.empty())
      into.errors.push_back(
          fail("config-secrets-missing", "the file holds no secret; put them there, one a line", path));
    const auto slot = which.of(into.values);
    if (auto* const* list = std::get_if<std::vector<std::string>*>(&slot))
      (*list)->insert((*list)->end(), secrets.begin(), secrets.end());
    else
      take_secret(which, std::move(secrets), path, into);
    into.origins.try_emplace(which.name(), "file " + path);
  }
}

/// Where a setting was given: its place in the file, its variable, its own name when that is all there is.
std::string place_of(const std::string& name, const loaded_settings& s) {
  const auto at = s.places.find(name);
  return at == s.places.end() ? name : at->second;
}

/// What no setting shows alone.
void check_together(loaded_settings& s) {
  for (auto& mistake : check_pulled_sources(s)) s.errors.push_back(std::move(mistake));
  if (const auto& url = s.values.alerts.url; !url.empty())
    if (const auto fits = check_request_address(url); !fits)
      s.errors.push_back(fail("config-value", "alerts.url " + fits.error().detail, place_of("alerts.url", s)));
}

}  // namespace

loaded_settings load(const sources_of_settings& from) {
  loaded_settings s;
  if (!from.file.empty()) read_file(from.file, s);
  read_environment(from, s);
  for (const auto& [name, text] : from.flags)
    if (const auto* which = find_setting(name)) take_text(*which, text, "--" + std::string(which->key), "flag", s);
  read_secret_files(s);
  check_together(s);
  return s;
}

loaded_settings load_text(std::string_view toml, std::string_view name) {
  loaded_settings s;
  read_toml(toml, name, s);
  check_together(s);
  return s;
}

std::string describe(const std::vector<error>& errors) {
  std::string text;
  for (const auto& e : errors) text += e.pointer + ": error: " + e.detail + "\n";
  return text;
}

std::vector<std::pair<std::string, std::string>> process_environment() {
  std::vector<std::pair<std::string, std::string>> all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != text.npos) all.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

}  // namespace hub::config
