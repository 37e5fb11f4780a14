// Settings written out as TOML: the commented example and what is in force.
#include <algorithm>

#include "config/load.hpp"

namespace hub::config {
namespace {

template <class Write>
std::string sections_of(const Write& write) {
  std::string text;
  for (const auto& part : all_sections()) {
    text += (text.empty() ? "" : "\n") + std::string("# ") + std::string(part.sentence) + "\n[" +
            std::string(part.name) + "]\n";
    for (const auto& s : all_settings())
      if (s.section == part.name) text += write(s);
  }
  return text;
}

std::string bounds_of(const setting& s) {
  if (s.rule.choices.empty()) return "";
  std::string list;
  for (const auto choice : s.rule.choices) list += (list.empty() ? " One of " : ", ") + std::string(choice);
  return list + ".";
}

}  // namespace

std::string example_toml() {
  const settings defaults;
  return "# Settings of Conversion Hub at their defaults. Uncomment what you change.\n\n" +
         sections_of([&](const setting& s) {
           return "# " + std::string(s.sentence) + bounds_of(s) + " (" + s.variable() + ")\n# " + std::string(s.key) +
                  " = " + toml_value(defaults, s) + "\n";
         });
}

std::string effective_toml(const loaded_settings& loaded, bool places) {
  return sections_of([&](const setting& s) {
    const auto origin = loaded.origins.find(s.name());
    const auto place = loaded.places.find(s.name());
    return std::string(s.key) + " = " + toml_value(loaded.values, s) + "  # " +
           (origin == loaded.origins.end() ? "default" : origin->second) +
           (places && place != loaded.places.end() ? " " + place->second : "") + "\n";
  });
}

std::string figures_toml(const settings& s) {
  constexpr std::string_view shaping[] = {"identity", "dedup", "attribution", "models",
                                          "fraud",    "money", "spend",       "channels"};
  const settings defaults;
  std::string text, section;
  for (const auto& each : all_settings()) {
    if (std::find(std::begin(shaping), std::end(shaping), each.section) == std::end(shaping)) continue;
    const auto value = toml_value(s, each);
    if (value == toml_value(defaults, each)) continue;
    if (section != each.section) text += "[" + each.section + "]\n";
    section = each.section;
    text += std::string(each.key) + " = " + value + "\n";
  }
  return text;
}

}  // namespace hub::config
