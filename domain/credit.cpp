#include "domain/credit.hpp"

namespace hub {

void merge(credit_partial& into, credit_partial&& more) {
  if (into.attributed.empty()) {
    into = std::move(more);
    return;
  }
  std::map<group_key, std::size_t> positions;
  for (std::size_t i = 0; i < into.rows.size(); ++i) positions.emplace(into.rows[i].key, i);
  for (auto& row : more.rows) {
    const auto found = positions.find(row.key);
    if (found == positions.end()) {
      into.rows.push_back(std::move(row));
      continue;
    }
    auto& target = into.rows[found->second].models;
    for (std::size_t m = 0; m < target.size(); ++m) target[m].add(row.models[m]);
  }
  for (std::size_t m = 0; m < into.attributed.size(); ++m) {
    into.attributed[m].add(more.attributed[m]);
    into.unattributed[m].add(more.unattributed[m]);
    into.booked[m] += more.booked[m];
  }
  add(into.unconverted, more.unconverted);
  into.left_out.add(more.left_out);
}

conversion_credit credit_one(const journey_columns& columns, const journey_columns::row& r, model m,
                             const model_params& params, const touch_rules& rules) {
  conversion_credit out;
  eligible_touches(columns, r, rules, out.touches, &out.reasons);
  std::vector<instant> at;
  for (const auto t : out.touches) at.push_back(columns.at()[t]);
  for (const auto& e : columns.entries(r)) out.net += e.amount;
  if (at.empty()) return out;
  out.weights.resize(at.size());
  if (is_milestone_model(m))
    weigh_milestones(m, columns.passed(r), at, out.weights);
  else
    weigh(m, params, decay_curve(params.half_life_days), at, out.weights);
  out.credits = allocate(out.net, out.weights);  // the differences of the running splits add up to the last split
  return out;
}

}  // namespace hub
