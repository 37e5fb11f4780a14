#include "domain/labels.hpp"

namespace hub {

std::string_view to_string(label l) {
  static constexpr std::string_view names[] = {"bot-agent", "duplicate-click-id", "one-hit-flood", "fast-order",
                                               "outlier-value"};
  return names[static_cast<std::size_t>(l)];
}

result<label> parse_label(std::string_view name) {
  std::string known;
  for (const auto l : all_labels) {
    if (to_string(l) == name) return l;
    known += (known.empty() ? "" : ", ") + std::string(to_string(l));
  }
  return fail("label-unknown", "there is no label '" + std::string(name) + "'; the labels are " + known, "label");
}

}  // namespace hub
