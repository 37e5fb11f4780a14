#include "net/finding_figures.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace hub::net {
namespace {

void add_range(figures& out, const attribution_report& r, std::size_t m, const model_findings& f,
               std::optional<std::size_t> state) {
  const auto add = [&](std::string_view name, const std::vector<share_range>& within, double share_range::*end) {
    if (!state) return out.push_back(nothing_for(name));
    const auto share = within[*state].*end;
    if (name.starts_with("revenue"))
      out.push_back(amount(name, std::llround(share * static_cast<double>(r.attributed[m].revenue)), r.query.currency));
    else
      out.push_back(number(name, share * r.attributed[m].conversions.value()));
  };
  add("conversions_low", f.conversions_within, &share_range::low);
  add("conversions_high", f.conversions_within, &share_range::high);
  add("revenue_low", f.revenue_within, &share_range::low);
  add("revenue_high", f.revenue_within, &share_range::high);
}

}  // namespace

void add_findings(figures& out, const attribution_report& r, std::size_t m, const std::string& group) {
  const auto& models = r.query.models;
  if (!is_data_driven(models[m])) return;
  const auto& all = r.findings;
  const auto before = std::count_if(models.begin(), models.begin() + static_cast<std::ptrdiff_t>(m), is_data_driven);
  const auto& f = all.models[static_cast<std::size_t>(before)];
  const auto at = std::lower_bound(all.names.begin(), all.names.end(), group);
  const auto state = at != all.names.end() && *at == group
                         ? std::optional(static_cast<std::size_t>(at - all.names.begin()))
                         : std::nullopt;
  const auto add = [&](std::string_view name, const std::vector<double>& values) {
    out.push_back(state ? number(name, values[*state]) : nothing_for(name));
  };
  add(models[m] == model::markov ? "removal_effect" : "shapley_value", f.effects);
  if (!f.errors.empty()) add("standard_error", f.errors);
  if (!f.conversions_within.empty()) add_range(out, r, m, f, state);
}

}  // namespace hub::net
