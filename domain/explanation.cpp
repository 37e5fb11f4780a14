#include "domain/explanation.hpp"

#include <algorithm>

namespace hub {
namespace {

double days_before(instant conversion, instant touch) {
  return static_cast<double>(conversion - touch) / static_cast<double>(day_us);
}

/// Why each touch of the dossier earns nothing; `none` for those that do. What the journey does not hold was folded
/// into another touch, what it holds beyond the row came after the conversion.
std::vector<exclusion> reasons_of(const conversion_dossier& d, const std::vector<exclusion>& of_row) {
  std::vector<exclusion> reasons(d.touches.size(), exclusion::same_click);
  for (std::size_t i = 0; i < d.journey_positions.size(); ++i)
    reasons[d.journey_positions[i]] = i < of_row.size() ? of_row[i] : exclusion::after_conversion;
  return reasons;
}

/// The names that the journey of a dossier holds.
things_named names_in(const conversion_dossier& d) {
  things_named things;
  things.types.emplace_back(d.conversion.type, d.type);
  for (std::size_t i = 0; i < d.journey_positions.size(); ++i) {
    const auto& t = d.journey.touches[i];
    const auto& told = d.touches[d.journey_positions[i]];
    things.channels.emplace_back(t.channel, told.channel);
    things.source_media.emplace_back(t.source_medium, told.source_medium);
    things.campaigns.push_back({t.campaign, told.campaign, told.campaign_name});
  }
  return things;
}

touch_rules resolved(const conversion_dossier& d, const touch_rules& rules, const touch_policy& policy) {
  auto out = rules;
  if (!policy.empty()) out.named = resolve(policy, rules.lookback_us, names_in(d));
  return out;
}

}  // namespace

explanation explain(const conversion_dossier& d, model m, const model_params& params, const touch_rules& rules,
                    const touch_policy& policy) {
  const auto applied = resolved(d, rules, policy);
  journey_columns columns;
  columns.apply(d.journey);
  const auto& row = columns.rows().front();
  const auto credit = credit_one(columns, row, m, params, applied);
  std::vector<std::int64_t> lookback(d.touches.size(), rules.lookback_us);
  for (std::size_t i = 0; i < d.journey_positions.size(); ++i) {
    const auto& t = d.journey.touches[i];
    lookback[d.journey_positions[i]] = applied.lookback_of(row.type, t.channel, t.interaction());
  }
  explanation out;
  out.net = credit.net;
  if (const auto before = touch_filter(columns, applied).previous(row); before != never_before) out.previous = before;
  for (std::size_t i = 0; i < credit.touches.size(); ++i) {
    const auto touch = d.journey_positions[credit.touches[i]];
    out.credited.push_back({touch, days_before(d.conversion.at, d.touches[touch].at), credit.weights[i],
                            credit.credits[i], exclusion::none, lookback[touch]});
    out.credits += credit.credits[i];
  }
  if (credit.touches.empty()) out.unattributed = credit.net;
  const auto reasons = reasons_of(d, credit.reasons);
  for (std::size_t t = 0; t < reasons.size(); ++t)
    if (reasons[t] != exclusion::none)
      out.excluded.push_back({t, days_before(d.conversion.at, d.touches[t].at), 0, 0, reasons[t], lookback[t]});
  return out;
}

touch_counts count_touches(const conversion_dossier& d, const touch_rules& rules, const touch_policy& policy) {
  journey_columns columns;
  columns.apply(d.journey);
  std::vector<std::uint32_t> touches;
  std::vector<exclusion> of_row;
  eligible_touches(columns, columns.rows().front(), resolved(d, rules, policy), touches, &of_row);
  touch_counts counts;
  for (const auto why : reasons_of(d, of_row)) {
    if (why == exclusion::none) ++counts.eligible;
    if (why != exclusion::none) ++counts.excluded[why];
  }
  return counts;
}

}  // namespace hub
