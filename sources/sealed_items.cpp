#include "sources/sealed_items.hpp"

#include <utility>

#include "sources/redact.hpp"

namespace hub::sources {

std::vector<ingest_item> sealed_items(parsed items, std::string_view place, instant received_at) {
  std::vector<ingest_item> sealed(items.items.size());
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto& read = items.items[i];
    auto& out = sealed[i];
    out.pointer = std::string(place) + '/' + std::to_string(i);
    if (auto* body = std::get_if<fact_body>(&read)) {
      out.fact = seal(std::move(*body), received_at);
    } else if (auto* left_out = std::get_if<ignored>(&read)) {
      out.left_out = true;
      out.errors = {std::move(left_out->why)};
    } else {
      auto& rejected = std::get<rejection>(read);
      out.errors = std::move(rejected.errors);
      out.raw = std::move(rejected.raw);
    }
    // A sentence may quote what stood in the wrong column; what is kept names nobody.
    for (auto& e : out.errors) e.detail = fit_to_keep(e.detail);
  }
  for (auto& extra : items.companions) sealed[extra.of].companions.push_back(seal(std::move(extra.fact), received_at));
  return sealed;
}

}  // namespace hub::sources
