#include "domain/data_credit.hpp"

#include <algorithm>
#include <cmath>

namespace hub {
namespace {

/// *shares* of a sum of conversions, in whole units that add up to it.
std::vector<share_sum> split_conversions(const share_sum& all, std::span<const double> shares) {
  std::vector<share_sum> parts;
  share_sum left = all;
  std::size_t largest = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const auto part = static_cast<long double>(shares[i]) * static_cast<long double>(all.whole);
    const auto whole = std::floor(part);
    share_sum units{static_cast<std::int64_t>(whole),
                    std::llround((part - whole) * static_cast<long double>(share_unit))};
    units.settle();
    left.add({-units.whole, -units.units});
    parts.push_back(units);
    if (shares[i] >= shares[largest]) largest = i;
  }
  if (!parts.empty()) parts[largest].add(left);
  return parts;
}

/// Puts the columns of *weighed* where the query has their models.
credit_partial spread(const report_query& query, credit_partial&& weighed) {
  const auto models = query.models.size();
  std::vector<std::size_t> columns;
  for (std::size_t m = 0; m < models; ++m)
    if (!is_data_driven(query.models[m])) columns.push_back(m);
  const auto widen = [&](auto& cells) {
    auto wide = std::decay_t<decltype(cells)>(models);
    for (std::size_t i = 0; i < std::min(columns.size(), cells.size()); ++i) wide[columns[i]] = cells[i];
    cells = std::move(wide);
  };
  for (auto& row : weighed.rows) widen(row.models);
  widen(weighed.attributed);
  widen(weighed.unattributed);
  widen(weighed.booked);
  return std::move(weighed);
}

/// Finds the row of a state, or makes it.
class state_rows {
 public:
  explicit state_rows(credit_partial& partial) : partial_(partial) {
    for (std::size_t i = 0; i < partial.rows.size(); ++i) places_.emplace(partial.rows[i].key.first, i);
  }
  credit_cell& cell(name_id state, std::size_t column) {
    const auto [found, added] = places_.try_emplace(state, partial_.rows.size());
    if (added) partial_.rows.push_back({{state, 0}, std::vector<credit_cell>(partial_.attributed.size())});
    return partial_.rows[found->second].models[column];
  }

 private:
  credit_partial& partial_;
  boost::unordered_flat_map<name_id, std::size_t> places_;
};

}  // namespace

credit_partial with_findings(const report_query& query, credit_partial&& weighed, const journey_tally& tally,
                             const data_findings& findings) {
  auto all = spread(query, std::move(weighed));
  all.unconverted = tally.unconverted;  // the same for every model: all date the money by its conversions
  all.left_out = tally.left_out;
  state_rows rows(all);
  std::size_t next = 0;
  for (std::size_t m = 0; m < query.models.size(); ++m) {
    if (!is_data_driven(query.models[m])) continue;
    const auto& f = findings.models[next++];
    all.attributed[m] = tally.attributed;
    all.unattributed[m] = tally.unattributed;
    all.booked[m] = tally.booked;
    const auto revenue = allocate(tally.attributed.revenue, f.of_revenue);
    const auto new_revenue = allocate(tally.attributed.new_revenue, f.of_revenue);
    const auto conversions = split_conversions(tally.attributed.conversions, f.of_conversions);
    for (std::size_t s = 0; s < findings.names.size(); ++s) {
      if (!query.campaign.empty() && (findings.names[s] != query.campaign || findings.ids[s] == direct_group)) continue;
      auto& cell = rows.cell(findings.ids[s], m);
      cell.revenue = revenue[s];
      cell.new_revenue = new_revenue[s];
      cell.conversions = conversions[s];
    }
  }
  return all;
}

std::vector<std::string> state_names(const report_query& query, const report_book& book, const journey_tally& tally) {
  std::vector<std::string> names;
  for (const auto id : states_of(tally)) names.push_back(book.value_text(query.group_by[0], id));
  return names;
}

result<data_findings> learn(const report_query& query, const journey_tally& tally, std::span<const std::string> names) {
  const auto wish = wish_of(query);
  return find(query.models, query.data_models, sample_of(tally, names, wish.sets && !wish.sequences));
}

}  // namespace hub
