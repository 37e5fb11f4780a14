#include "app/reload.hpp"

#include <algorithm>

#include "app/log.hpp"

namespace hub::app {
namespace {

bool equal(const config::setting& which, const config::settings& a, const config::settings& b) {
  return std::visit([&](const auto* value) { return *value == *std::get<decltype(value)>(which.of_const(b)); },
                    which.of_const(a));
}

bool may_change(const config::setting& which) {
  return which.section.starts_with("sources.") || which.name() == "log.level";
}

template <class Names>
std::string listed(const Names& names) {
  std::string list;
  for (const auto& each : names) list.append(list.empty() ? "" : ", ").append(each);
  return list;
}

}  // namespace

std::vector<std::string> changed_sections(const config::settings& before, const config::settings& now) {
  std::vector<std::string> changed;
  for (const auto& each : config::all_settings())
    if (!equal(each, before, now) && (changed.empty() || changed.back() != each.section))
      changed.push_back(each.section);
  return changed;
}

config::settings reloaded(const config::settings& before, const config::settings& now) {
  auto merged = before;
  auto from = now;
  for (const auto& each : config::all_settings()) {
    if (!may_change(each)) continue;
    const auto source = each.of(from);
    std::visit([&](auto* into) { *into = std::move(*std::get<decltype(into)>(source)); }, each.of(merged));
  }
  return merged;
}

void reload(const config::sources_of_settings& from, config::settings& in_force, running_hub& hub) {
  const auto loaded = config::load(from);
  for (const auto& each : loaded.errors) log::error("settings-refused", each.pointer + ": " + each.detail);
  if (!loaded.errors.empty()) return log::warn("settings-kept", "nothing was changed; mend that and send SIGHUP again");
  auto next = reloaded(in_force, loaded.values);
  auto changed = changed_sections(in_force, next);
  log::configure(next.log.level, next.log.format);
  std::erase(changed, "log");
  if (!changed.empty()) hub.take(next, changed);
  std::vector<std::string> waiting;
  for (const auto& each : config::all_settings())
    if (!may_change(each) && !equal(each, in_force, loaded.values)) waiting.push_back(each.name());
  in_force = std::move(next);
  log::info("settings-read", changed.empty() ? "no source changed" : "changed: " + listed(changed));
  if (!waiting.empty()) log::warn("settings-wait", "in force after a restart only: " + listed(waiting));
}

}  // namespace hub::app
