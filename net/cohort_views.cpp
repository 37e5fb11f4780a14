#include "net/cohort_views.hpp"

#include "net/csv_writer.hpp"
#include "net/report_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

enum class row_kind : std::uint8_t { group, unattributed, cohort };

figure spend_of(const cohort_report& r, const cohort_row& row) {
  return row.spend ? amount("spend", *row.spend, r.query.currency) : nothing_for("spend");
}

figure revenue_at(const cohort_report& r, const cohort_row& row, std::size_t i) {
  return row.mature[i] ? amount("revenue", row.revenue[i], r.query.currency) : nothing_for("revenue");
}

figures last_figures(const cohort_report& r, const cohort_row& row) {
  figures out = {amount("revenue", row.revenue_so_far, r.query.currency)};
  out.push_back(row.payback_day ? number("payback_day", static_cast<std::uint64_t>(*row.payback_day))
                                : nothing_for("payback_day"));
  return out;
}

void write_row(json_writer& out, const cohort_report& r, const cohort_row& row, row_kind kind) {
  out.begin_object().member("cohort", row.month);
  if (kind == row_kind::group) write_group(out, r.query, {row.group}, {row.name});
  figures first = {number("customers", row.customers.value())};
  if (kind != row_kind::unattributed) first.push_back(spend_of(r, row));
  write_figures(out, first);
  out.key("revenue_by_day").begin_object();
  for (std::size_t i = 0; i < cohort_days.size(); ++i) {
    out.key(std::to_string(cohort_days[i]));
    row.mature[i] ? out.value(format_amount(row.revenue[i], r.query.currency)) : out.value(nullptr);
  }
  out.end_object().key("immature").begin_array();
  for (std::size_t i = 0; i < cohort_days.size(); ++i)
    if (!row.mature[i]) out.value(cohort_days[i]);
  out.end_array();
  auto last = last_figures(r, row);
  if (kind == row_kind::unattributed) last.pop_back();
  write_figures(out, last);
  out.end_object();
}

void write_rows(json_writer& out, std::string_view name, const cohort_report& r, const std::vector<cohort_row>& rows,
                row_kind kind) {
  out.key(name).begin_array();
  for (const auto& row : rows) write_row(out, r, row, kind);
  out.end_array();
}

void write_cells(csv_writer& out, std::string_view mark, const cohort_report& r, const cohort_row& row) {
  const bool named = r.query.group_by[0] == dimension::campaign;
  out.plain(mark).plain(row.month).text(row.group);
  if (named) out.text(row.name);
  out.plain(number("customers", row.customers.value()).text).plain(spend_of(r, row).text);
  std::string immature;
  for (std::size_t i = 0; i < cohort_days.size(); ++i) {
    out.plain(revenue_at(r, row, i).text);
    if (!row.mature[i]) immature += (immature.empty() ? "" : " ") + std::to_string(cohort_days[i]);
  }
  out.plain(immature);
  for (const auto& f : last_figures(r, row)) out.plain(f.text);
  out.end_row();
}

}  // namespace

std::string cohorts_json(const cohort_report& r) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, report_kind::cohorts, r.data_seq, r.unconverted, &r.left_out, r.unknown, r.foreign);
  out.key("data_until");
  r.until == std::numeric_limits<instant>::min() ? out.value(nullptr) : out.value(format_instant(r.until));
  write_rows(out, "rows", r, r.rows, row_kind::group);
  write_rows(out, "unattributed", r, r.unattributed, row_kind::unattributed);
  write_rows(out, "cohorts", r, r.months, row_kind::cohort);
  out.end_object().end_line();
  return out.take();
}

std::string cohorts_csv(const cohort_report& r) {
  csv_writer out;
  out.plain("row").plain("cohort").plain(group_column(r.query.group_by[0]));
  if (r.query.group_by[0] == dimension::campaign) out.plain("name");
  out.plain("customers").plain("spend");
  for (const auto day : cohort_days) out.plain("day_" + std::to_string(day));
  out.plain("immature").plain("revenue").plain("payback_day").end_row();
  for (const auto& row : r.rows) write_cells(out, "group", r, row);
  for (const auto& row : r.unattributed) write_cells(out, "unattributed", r, row);
  for (const auto& row : r.months) write_cells(out, "cohort", r, row);
  return out.take();
}

}  // namespace hub::net
