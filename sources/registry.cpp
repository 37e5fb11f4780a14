#include "sources/registry.hpp"

#include <algorithm>
#include <iterator>

#include "sources/meta_capi.hpp"
#include "sources/native.hpp"

namespace hub::sources {
namespace {

#define HUB_SOURCE(name, parse) {#name, parse},
constexpr adapter adapters[] = {
#include "sources/sources.def"
};
#undef HUB_SOURCE

static_assert(std::is_sorted(std::begin(adapters), std::end(adapters),
                             [](const adapter& a, const adapter& b) { return a.name < b.name; }),
              "sources.def is kept in alphabetical order");

}  // namespace

const adapter* find_adapter(std::string_view name) {
  const auto found =
      std::find_if(std::begin(adapters), std::end(adapters), [&](const adapter& a) { return a.name == name; });
  return found == std::end(adapters) ? nullptr : found;
}

std::string known_adapters() {
  std::string names;
  for (const auto& a : adapters) names.append(names.empty() ? "" : ", ").append(a.name);
  return names;
}

}  // namespace hub::sources
