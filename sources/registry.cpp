#include "sources/registry.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "domain/nearest.hpp"
#include "sources/native/native.hpp"

namespace hub::sources {

// The functions that the list names.
#define HUB_SOURCE(name, parse) result<parsed> parse(const payload&);
#include "sources/sources.def"
#undef HUB_SOURCE

namespace {

#define HUB_SOURCE(name, parse) {#name, parse},
constexpr adapter adapters[] = {
#include "sources/sources.def"
};
#undef HUB_SOURCE

static_assert(std::is_sorted(std::begin(adapters), std::end(adapters),
                             [](const adapter& a, const adapter& b) { return a.name < b.name; }),
              "sources.def is kept in alphabetical order");

constexpr adapter natives[] = {{"adjustments", parse_adjustments},
                               {"conversions", parse_conversions},
                               {"fx-rates", parse_fx_rates},
                               {"identities", parse_identities},
                               {"spend", parse_spend},
                               {"touchpoints", parse_touchpoints}};

const adapter* find(std::span<const adapter> list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const adapter& a) { return a.name == name; });
  return found == list.end() ? nullptr : &*found;
}

std::string names(std::span<const adapter> list) {
  std::string text;
  for (const auto& a : list) text.append(text.empty() ? "" : ", ").append(a.name);
  return text;
}

}  // namespace

const adapter* find_adapter(std::string_view name) { return find(adapters, name); }
const adapter* find_native(std::string_view kind) { return find(natives, kind); }
std::string known_adapters() { return names(adapters); }
std::string adapter_guess(std::string_view typed) {
  std::vector<std::string_view> known;
  for (const auto& a : adapters) known.push_back(a.name);
  return did_you_mean(typed, known);
}
std::string known_kinds() { return names(natives); }

}  // namespace hub::sources
