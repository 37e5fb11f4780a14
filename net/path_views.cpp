#include "net/path_views.hpp"

#include "net/csv_writer.hpp"
#include "net/report_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

template <class T>
double share(T part, T whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

figures pattern_figures(const path_report& r, const path_row& row) {
  return {number("conversions", row.conversions), amount("revenue", row.revenue, r.query.currency),
          number("conversion_rate", share(row.conversions, row.conversions + row.without))};
}

void write_patterns(json_writer& out, const path_report& r) {
  out.key("top_patterns").begin_array();
  for (const auto& row : r.top_patterns) {
    out.begin_object().key("path").begin_array();
    for (const auto& step : row.path) out.value(step);
    out.end_array();
    write_figures(out, pattern_figures(r, row));
    out.end_object();
  }
  out.end_array();
}

/// `[{<label>: text, <count>: n}, …]`
template <class Pairs>
void write_counts(json_writer& out, std::string_view name, std::string_view label, std::string_view count,
                  const Pairs& pairs) {
  out.key(name).begin_array();
  for (const auto& [text, n] : pairs) out.begin_object().member(label, text).member(count, n).end_object();
  out.end_array();
}

/// Averages and ranks are null where no path is.
void write_lengths(json_writer& out, const path_report& r) {
  const bool any = r.total_paths > 0;
  const auto figure_of = [&](std::string_view name, auto value) {
    out.key(name);
    any ? out.value(value) : out.value(nullptr);
  };
  figure_of("avg_touchpoints", any ? share(r.touches, r.total_paths) : 0.0);
  figure_of("median", r.median);
  figure_of("p90", r.p90);
  out.key("time_to_convert").begin_object();
  figure_of("average_seconds", any ? share(r.total_seconds, static_cast<std::int64_t>(r.total_paths)) : 0.0);
  figure_of("median_seconds", r.median_seconds);
  figure_of("p90_seconds", r.p90_seconds);
  out.end_object();
}

void write_steps(json_writer& out, const path_report& r) {
  out.key("transitions").begin_array();
  for (const auto& [pair, count] : r.transitions)
    out.begin_object().member("from", pair.first).member("to", pair.second).member("count", count).end_object();
  out.end_array();
  out.key("roles").begin_array();
  for (const auto& [name, role] : r.roles) {
    out.begin_object().member("name", name).member("opener", role.opener);
    out.member("assist", role.assist).member("closer", role.closer).end_object();
  }
  out.end_array();
}

}  // namespace

std::string paths_json(const path_report& r) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, report_kind::paths, r.data_seq, r.unconverted, &r.left_out, r.unknown);
  out.member("total_paths", r.total_paths).member("no_touch", r.no_touch).member("unique_patterns", r.unique_patterns);
  write_patterns(out, r);
  write_counts(out, "top_channels", "name", "count", r.top_channels);
  write_lengths(out, r);
  write_counts(out, "length_histogram", "touchpoints", "conversions", r.length_histogram);
  write_counts(out, "lag_histogram", "days", "conversions", r.lag_histogram);
  write_steps(out, r);
  out.end_object().end_line();
  return out.take();
}

std::string paths_csv(const path_report& r) {
  csv_writer out;
  out.plain("path").plain("conversions").plain("revenue").plain("conversion_rate").end_row();
  for (const auto& row : r.top_patterns) {
    std::string path;
    for (const auto& step : row.path) path += (path.empty() ? "" : " > ") + step;
    out.text(path);
    for (const auto& f : pattern_figures(r, row)) out.plain(f.text);
    out.end_row();
  }
  return out.take();
}

}  // namespace hub::net
