#include "domain/explanation.hpp"

namespace hub {
namespace {

double days_before(instant conversion, instant touch) {
  return static_cast<double>(conversion - touch) / static_cast<double>(day_us);
}

/// Why each touch of the dossier earns nothing; `none` for those that do. What the journey does not hold was folded
/// into another touch, what it holds beyond the row came after the conversion.
std::vector<exclusion> reasons_of(const conversion_dossier& d, const conversion_credit& c) {
  std::vector<exclusion> reasons(d.touches.size(), exclusion::same_click);
  for (std::size_t i = 0; i < d.journey_positions.size(); ++i)
    reasons[d.journey_positions[i]] = i < c.reasons.size() ? c.reasons[i] : exclusion::after_conversion;
  return reasons;
}

}  // namespace

explanation explain(const conversion_dossier& d, model m, const model_params& params, const touch_rules& rules) {
  journey_columns columns;
  columns.apply(d.journey);
  const auto credit = credit_one(columns, columns.rows().front(), m, params, rules);
  explanation out;
  out.net = credit.net;
  for (std::size_t i = 0; i < credit.touches.size(); ++i) {
    const auto touch = d.journey_positions[credit.touches[i]];
    out.credited.push_back({touch, days_before(d.conversion.at, d.touches[touch].at), credit.weights[i],
                            credit.credits[i], exclusion::none});
    out.credits += credit.credits[i];
  }
  if (credit.touches.empty()) out.unattributed = credit.net;
  const auto reasons = reasons_of(d, credit);
  for (std::size_t t = 0; t < reasons.size(); ++t)
    if (reasons[t] != exclusion::none)
      out.excluded.push_back({t, days_before(d.conversion.at, d.touches[t].at), 0, 0, reasons[t]});
  return out;
}

}  // namespace hub
