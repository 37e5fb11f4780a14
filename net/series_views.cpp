#include "net/series_views.hpp"

#include "net/csv_writer.hpp"
#include "net/report_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

figures row_figures(const series_report& r, const series_row& row, bool side_by_side) {
  const auto in = r.query.currency;
  figures out = {amount("spend", row.spend.cost, in)};
  for (std::size_t m = 0; m < r.query.models.size(); ++m) {
    const auto& attributed = row.credit.attributed[m];
    auto all = attributed;
    all.add(row.credit.unattributed[m]);
    const auto from = out.size();
    out.push_back(number("conversions", all.conversions.value()));
    out.push_back(amount("revenue", all.revenue, in));
    out.push_back(amount("refunded", row.credit.refunded[m], in));
    out.push_back(amount("attributed_revenue", attributed.revenue, in));
    out.push_back(ratio("roas", attributed.revenue, row.spend.cost));
    out.push_back(ratio("blended_roas", all.revenue, row.spend.cost));
    for (auto at = from; at < out.size(); ++at)
      if (side_by_side) out[at].model = to_string(r.query.models[m]);
  }
  return out;
}

void write_cells(csv_writer& out, const figures& row) {
  for (const auto& f : row) out.plain(f.text);
  out.end_row();
}

}  // namespace

std::string series_json(const series_report& r, bool side_by_side) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, side_by_side ? report_kind::compare : report_kind::daily, r.data_seq, r.unconverted,
             &r.left_out, r.unknown, r.foreign);
  out.key("rows").begin_array();
  for (const auto& row : r.rows) {
    out.begin_object();
    write_group(out, r.query, {row.date}, {""});
    write_figures(out, row_figures(r, row, side_by_side));
    out.end_object();
  }
  out.end_array().key("totals").begin_object();
  write_figures(out, row_figures(r, r.totals, side_by_side));
  out.end_object().end_object().end_line();
  return out.take();
}

std::string series_csv(const series_report& r, bool side_by_side) {
  csv_writer out;
  out.plain("row").plain(group_column(r.query.group_by[0]));
  for (const auto& f : row_figures(r, r.totals, side_by_side))
    out.plain(f.model.empty() ? std::string(f.name) : std::string(f.model) + "_" + std::string(f.name));
  out.end_row();
  for (const auto& row : r.rows) {
    out.plain("group").plain(row.date);
    write_cells(out, row_figures(r, row, side_by_side));
  }
  out.plain("total").plain("");
  write_cells(out, row_figures(r, r.totals, side_by_side));
  return out.take();
}

}  // namespace hub::net
