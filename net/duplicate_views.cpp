#include "net/duplicate_views.hpp"

#include "net/csv_writer.hpp"
#include "net/report_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

figures row_figures(const duplicate_report& r, const duplicate_row& row) {
  return {number("count", row.count), amount("value", row.value, r.query.currency)};
}

figures total_figures(const duplicate_report& r) {
  const auto duplicates = r.events - r.conversions;
  return {number("events", r.events), number("conversions", r.conversions), number("duplicates", duplicates),
          amount("duplicate_value", r.value, r.query.currency),
          ratio("dedup_rate", static_cast<std::int64_t>(duplicates), static_cast<std::int64_t>(r.events))};
}

}  // namespace

duplicate_report make_duplicates(const report_query& query, const duplicates_answer& answer) {
  duplicate_report r{query, answer.data_seq, {}, answer.events, answer.conversions, 0, {}};
  for (const auto& sum : answer.sums) {
    duplicate_row row{std::string(to_string(sum.rule)), sum.source, sum.matched_source, sum.count, 0};
    for (const auto& [currency, days] : sum.value)
      for (const auto& [day, minor] : days) {
        const auto converted = currency == query.currency ? std::optional(minor)
                                                          : answer.rates->convert(minor, currency, query.currency, day);
        if (converted) {
          row.value += *converted;
        } else {
          r.unconverted[currency].amount += minor;
          ++r.unconverted[currency].entries;
        }
      }
    r.value += row.value;
    r.rows.push_back(std::move(row));
  }
  return r;
}

std::string duplicates_json(const duplicate_report& r) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, report_kind::dedup, r.data_seq, r.unconverted);
  out.key("rows").begin_array();
  for (const auto& row : r.rows) {
    out.begin_object().member("rule", row.rule).member("source", row.source);
    out.member("matched_source", row.matched_source);
    write_figures(out, row_figures(r, row));
    out.end_object();
  }
  out.end_array();
  out.key("totals").begin_object();
  write_figures(out, total_figures(r));
  out.end_object().end_object().end_line();
  return out.take();
}

std::string duplicates_csv(const duplicate_report& r) {
  csv_writer out;
  out.plain("row").plain("rule").plain("source").plain("matched_source").plain("count").plain("value").end_row();
  for (const auto& row : r.rows) {
    out.plain("group").plain(row.rule).text(row.source).text(row.matched_source);
    for (const auto& f : row_figures(r, row)) out.plain(f.text);
    out.end_row();
  }
  out.plain("total").plain("").plain("").plain("").plain(std::to_string(r.events - r.conversions));
  out.plain(format_amount(r.value, r.query.currency)).end_row();
  return out.take();
}

}  // namespace hub::net
