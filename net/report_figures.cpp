#include "net/report_figures.hpp"

#include <algorithm>
#include <functional>

#include "net/finding_figures.hpp"
#include "net/json_writer.hpp"

namespace hub::net {
namespace {

constexpr double millionths = 1e6;

/// Conversions and revenue of each model, under the model's name in a comparison; there with what was booked, if given.
void add_credit(figures& out, const attribution_report& r, std::span<const credit_cell> cells, report_kind kind,
                std::span<const std::int64_t> booked = {}, const report_row* row = nullptr) {
  for (std::size_t m = 0; m < r.query.models.size(); ++m) {
    const auto from = out.size();
    out.push_back(number("conversions", cells[m].conversions.value()));
    out.push_back(amount("revenue", cells[m].revenue, r.query.currency));
    if (row != nullptr) add_findings(out, r, m, row->group[0]);
    if (kind != report_kind::compare) continue;
    if (!booked.empty()) out.push_back(amount("booked", booked[m], r.query.currency));
    for (auto i = from; i < out.size(); ++i) out[i].model = to_string(r.query.models[m]);
  }
}

/// What ROAS has besides credit. *attributed* is what the spend is held against; *shown* is the row's.
void add_spend(figures& out, const attribution_report& r, const spend_sum& spend, const credit_cell& attributed,
               const credit_cell& shown) {
  const auto in = r.query.currency;
  out.insert(out.begin(), amount("spend", spend.cost, in));
  out.push_back(ratio("roas", attributed.revenue, spend.cost));
  out.push_back(number("impressions", static_cast<std::uint64_t>(spend.impressions)));
  out.push_back(number("clicks", static_cast<std::uint64_t>(spend.clicks)));
  out.push_back(spend.has_platform_conversions
                    ? number("platform_conversions", static_cast<double>(spend.platform_conversions) / millionths)
                    : nothing_for("platform_conversions"));
  const bool claimed = spend.has_platform_value;
  out.push_back(claimed ? amount("platform_revenue", spend.platform_value, in) : nothing_for("platform_revenue"));
  out.push_back(claimed ? ratio("platform_roas", spend.platform_value, spend.cost) : nothing_for("platform_roas"));
  out.push_back(amount("new_customer_revenue", shown.new_revenue, in));
  out.push_back(ratio("new_customer_share", shown.new_revenue, shown.revenue));
  out.push_back(ratio("new_customer_roas", attributed.new_revenue, spend.cost));
}

}  // namespace

std::string group_column(dimension d) {
  std::string name(to_string(d));
  if (d == dimension::campaign || d == dimension::adset || d == dimension::ad) name += "_id";
  return name;
}

figure number(std::string_view name, double value) {
  figure f{{}, name, figure_form::number, {}};
  append_json_number(f.text, value);
  return f;
}

figure number(std::string_view name, std::uint64_t value) {
  return {{}, name, figure_form::number, std::to_string(value)};
}

figure amount(std::string_view name, std::int64_t minor, currency c) {
  return {{}, name, figure_form::amount, format_amount(minor, c)};
}

figure nothing_for(std::string_view name) { return {{}, name, figure_form::none, {}}; }

figure ratio(std::string_view name, std::int64_t part, std::int64_t whole) {
  if (whole == 0) return nothing_for(name);
  return number(name, static_cast<double>(part) / static_cast<double>(whole));
}

figures row_figures(const attribution_report& report, const report_row& row, report_kind kind) {
  figures out;
  add_credit(out, report, row.models, kind, {}, &row);
  const auto& credit = row.models[0];
  if (kind == report_kind::roas) add_spend(out, report, row.spend.value_or(spend_sum{}), credit, credit);
  return out;
}

figures unattributed_figures(const attribution_report& report, report_kind kind) {
  figures out;
  add_credit(out, report, report.unattributed, kind);
  return out;
}

figures total_figures(const attribution_report& report, report_kind kind) {
  const auto in = report.query.currency;
  auto totals = report.attributed;
  for (std::size_t m = 0; m < totals.size(); ++m) totals[m].add(report.unattributed[m]);
  figures out;
  add_credit(out, report, totals, kind, report.booked);
  if (kind == report_kind::roas)
    add_spend(out, report, report.all_spend.value_or(spend_sum{}), report.attributed[0], totals[0]);
  // Credit dated by its touches may fall into the range under one model and outside under another.
  const auto& booked = report.booked;
  const bool one_figure = std::adjacent_find(booked.begin(), booked.end(), std::not_equal_to<>()) == booked.end();
  out.push_back(one_figure ? amount("booked", booked.front(), in) : nothing_for("booked"));
  out.push_back({{}, "reconciles", figure_form::flag, report.reconciles() ? "true" : "false"});
  return out;
}

figures blended_figures(const attribution_report& report) {
  const auto spend = report.all_spend.value_or(spend_sum{}).cost;
  return {amount("revenue", report.booked.front(), report.query.currency),
          amount("spend", spend, report.query.currency), ratio("roas", report.booked.front(), spend)};
}

}  // namespace hub::net
