#include "net/figure_views.hpp"

#include "domain/cell_report.hpp"
#include "domain/keys.hpp"
#include "net/conversion_parameters.hpp"
#include "net/record_json.hpp"
#include "net/report_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

void write_path(json_writer& out, const std::vector<std::string>& path) {
  out.key("path").begin_array();
  for (const auto& step : path) out.value(step);
  out.end_array();
}

/// What was asked for, in the words of the report, with what the report says of it.
void write_figure(json_writer& out, const path_cell_report& r) {
  const auto& f = r.figure;
  out.key("figure").begin_object();
  if (!f.path.empty()) write_path(out, f.path);
  const std::pair<const char*, const std::string&> texts[] = {
      {"opener", f.opener}, {"assist", f.assist}, {"closer", f.closer},           {"step_from", f.from},
      {"step_to", f.to},    {"days", f.days},     {"touchpoints", f.touchpoints},
  };
  for (const auto& [name, text] : texts)
    if (!text.empty()) out.member(name, text);
  out.member("counted", r.sums.reported);
  if (!f.path.empty()) write_figures(out, {amount("revenue", r.sums.reported_revenue, r.query.currency)});
  out.end_object();
}

void write_next(json_writer& out, const std::optional<page_position>& next) {
  out.key("next_cursor");
  next ? out.value(cursor_of(*next)) : out.value(nullptr);
}

/// `conversion_id`, `occurred_at`, `type`, `source`, as members of the open object.
void write_conversion(json_writer& out, const key128& id, instant at, const std::string& type,
                      const std::string& source) {
  out.member("conversion_id", conversion_id(id)).member("occurred_at", format_instant(at));
  out.member("type", type).member("source", source);
}

figures cohort_figures(const cohort_cell_report& r, const cohort_sum& sum) {
  return {number("customers", sum.customers.value()),
          amount("revenue", revenue_until(sum, r.days()), r.query.currency)};
}

}  // namespace

std::string path_cell_json(const path_cell_report& r) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, report_kind::paths, r.data_seq, r.sums.unconverted, &r.sums.left_out, r.unknown);
  write_figure(out, r);
  out.key("check").begin_object().member("conversions", r.sums.conversions).key("sum").begin_object();
  out.member("counted", r.sums.counted);
  write_figures(out, {amount("revenue", r.sums.revenue, r.query.currency)});
  out.end_object().member("reconciles", r.reconciles()).end_object();
  out.key("data").begin_array();
  for (const auto& e : r.data) {
    const auto& c = e.conversion;
    out.begin_object();
    write_conversion(out, c.id, c.at, e.type, e.source);
    write_path(out, e.path);
    out.member("touchpoints", c.touches).member("seconds_to_convert", c.seconds).member("counted", c.times);
    write_figures(out, {amount("revenue", c.revenue, r.query.currency)});
    out.end_object();
  }
  out.end_array();
  write_next(out, r.next);
  out.end_object().end_line();
  return out.take();
}

std::string cohort_cell_json(const cohort_cell_report& r) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, report_kind::cohorts, r.data_seq, r.sums.unconverted, &r.sums.left_out, r.unknown);
  out.key("figure").begin_object().member("cohort", r.figure.cohort);
  if (r.figure.group == unattributed_text)
    out.member("group", unattributed_text);
  else if (r.figure.group)
    write_group(out, r.query, {*r.figure.group}, {r.name});
  if (r.figure.days) out.member("days", *r.figure.days);
  write_figures(out, cohort_figures(r, r.sums.reported));
  out.end_object();
  out.key("check").begin_object().member("contacts", r.sums.contacts).key("sum").begin_object();
  write_figures(out, cohort_figures(r, r.sums.sum));
  out.end_object().member("reconciles", r.reconciles()).end_object();
  out.key("data").begin_array();
  for (const auto& e : r.data) {
    out.begin_object();
    write_conversion(out, e.customer.id, e.customer.at, e.type, e.source);
    out.member("conversions", e.customer.conversions);
    write_figures(out, cohort_figures(r, e.customer.sum));
    out.end_object();
  }
  out.end_array();
  write_next(out, r.next);
  out.end_object().end_line();
  return out.take();
}

}  // namespace hub::net
