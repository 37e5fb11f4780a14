#include "net/report_json.hpp"

#include "net/report_meta.hpp"

namespace hub::net {
namespace {

void write_figure(json_writer& out, const figure& f) {
  out.key(f.name);
  switch (f.form) {
    case figure_form::none: out.value(nullptr); break;
    case figure_form::amount: out.value(f.text); break;
    case figure_form::number:
    case figure_form::flag: out.raw(f.text); break;
  }
}

void write_part(json_writer& out, std::string_view name, const figures& all) {
  out.key(name).begin_object();
  write_figures(out, all);
  out.end_object();
}

}  // namespace

void write_group(json_writer& out, const report_query& q, const std::vector<std::string>& group,
                 const std::vector<std::string>& names) {
  out.key("group").begin_object();
  for (std::size_t i = 0; i < q.group_by.size(); ++i) {
    out.member(group_column(q.group_by[i]), group[i]);
    if (q.group_by[i] == dimension::campaign) out.member("name", names[i]);
  }
  out.end_object();
}

void write_figures(json_writer& out, const figures& all) {
  std::string_view model;
  for (const auto& f : all) {
    if (f.model.empty()) continue;
    if (model.empty()) out.key("models").begin_object();
    if (f.model != model) {
      if (!model.empty()) out.end_object();
      out.key(f.model).begin_object();
      model = f.model;
    }
    write_figure(out, f);
  }
  if (!model.empty()) out.end_object().end_object();
  for (const auto& f : all)
    if (f.model.empty()) write_figure(out, f);
}

std::string report_json(const attribution_report& report, report_kind kind) {
  json_writer out;
  out.begin_object();
  write_meta(out, report.query, kind, report.data_seq, report.unconverted, &report.left_out, report.unknown,
             report.foreign);
  out.key("rows").begin_array();
  for (const auto& row : report.rows) {
    out.begin_object();
    write_group(out, report.query, row.group, row.names);
    write_figures(out, row_figures(report, row, kind));
    out.end_object();
  }
  out.end_array();
  write_part(out, "unattributed", unattributed_figures(report, kind));
  write_part(out, "totals", total_figures(report, kind));
  if (kind == report_kind::roas) write_part(out, "blended", blended_figures(report));
  out.end_object().end_line();
  return out.take();
}

}  // namespace hub::net
