#include "net/report_csv.hpp"

#include <algorithm>

#include "net/csv_writer.hpp"

namespace hub::net {
namespace {

std::string column_of(const figure& f) {
  return f.model.empty() ? std::string(f.name) : std::string(f.model) + "_" + std::string(f.name);
}

/// Columns in the order of the totals, then those that only rows have: what the models found in a group.
std::vector<std::string> columns_of(const attribution_report& report, report_kind kind, const figures& totals) {
  std::vector<std::string> columns;
  for (const auto& f : totals) columns.push_back(column_of(f));
  const report_row no_group{{""}, {""}, std::vector<credit_cell>(report.query.models.size()), std::nullopt};
  for (const auto& f : row_figures(report, no_group, kind))
    if (std::find(columns.begin(), columns.end(), column_of(f)) == columns.end()) columns.push_back(column_of(f));
  return columns;
}

void write_cells(csv_writer& out, const std::vector<std::string>& columns, const figures& row) {
  for (const auto& column : columns) {
    const auto at = std::find_if(row.begin(), row.end(), [&](const auto& f) { return column_of(f) == column; });
    out.plain(at == row.end() ? std::string_view() : std::string_view(at->text));
  }
  out.end_row();
}

void write_heading(csv_writer& out, const report_query& q, const std::vector<std::string>& columns) {
  out.plain("row");
  for (const auto d : q.group_by) {
    out.plain(group_column(d));
    if (d == dimension::campaign) out.plain("name");
  }
  for (const auto& column : columns) out.plain(column);
  out.end_row();
}

/// A row of no group: its group cells are empty.
void write_whole(csv_writer& out, const report_query& q, std::string_view mark, const std::vector<std::string>& columns,
                 const figures& row) {
  out.plain(mark);
  for (const auto d : q.group_by)
    for (int cells = d == dimension::campaign ? 2 : 1; cells > 0; --cells) out.plain("");
  write_cells(out, columns, row);
}

}  // namespace

std::string report_csv(const attribution_report& report, report_kind kind) {
  const auto& q = report.query;
  const auto totals = total_figures(report, kind);
  const auto columns = columns_of(report, kind, totals);
  csv_writer out;
  write_heading(out, q, columns);
  for (const auto& row : report.rows) {
    out.plain("group");
    for (std::size_t i = 0; i < q.group_by.size(); ++i) {
      out.text(row.group[i]);
      if (q.group_by[i] == dimension::campaign) out.text(row.names[i]);
    }
    write_cells(out, columns, row_figures(report, row, kind));
  }
  write_whole(out, q, "unattributed", columns, unattributed_figures(report, kind));
  write_whole(out, q, "total", columns, totals);
  if (kind == report_kind::roas) write_whole(out, q, "blended", columns, blended_figures(report));
  return out.take();
}

}  // namespace hub::net
