#include "net/source_views.hpp"

#include "net/csv_writer.hpp"
#include "net/report_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

/// *sums* in the report's currency; what has no rate is noted in *without_rate*.
std::int64_t converted(const source_report& r, const sources_answer& answer, const money_by_day& sums,
                       unconverted_sums& without_rate) {
  std::int64_t total = 0;
  for (const auto& [currency, days] : sums)
    for (const auto& [day, minor] : days) {
      const auto amount = currency == r.query.currency ? std::optional(minor)
                                                       : answer.rates->convert(minor, currency, r.query.currency, day);
      total += amount.value_or(0);
      if (amount) continue;
      without_rate[currency].amount += minor;
      ++without_rate[currency].entries;
    }
  return total;
}

figures row_figures(const source_report& r, const source_row& row) {
  const auto in = r.query.currency;
  return {number("events", row.events),     number("outcomes", row.outcomes),
          number("merged", row.merged),     number("conversions", row.conversions),
          amount("claimed", row.value, in), amount("difference", row.value - r.sold, in)};
}

/// The unified total: `merged` is what all sources told beyond the conversions there are.
figures total_figures(const source_report& r) {
  const auto in = r.query.currency;
  std::uint64_t merged = 0;
  for (const auto& row : r.rows) merged += row.merged;
  return {number("events", r.events),       number("outcomes", r.outcomes),
          number("merged", merged),         number("conversions", r.conversions),
          amount("claimed", r.claimed, in), amount("difference", r.claimed - r.sold, in),
          amount("value", r.sold, in)};
}

}  // namespace

source_report make_sources(const report_query& query, const sources_answer& answer) {
  source_report r;
  r.query = query;
  r.data_seq = answer.data_seq;
  r.events = answer.sums.events;
  r.outcomes = answer.sums.outcomes;
  r.conversions = answer.sums.conversions;
  r.sold = converted(r, answer, answer.sums.sold, r.unconverted);
  unconverted_sums claimed;
  for (const auto& sum : answer.sums.sources) {
    r.rows.push_back({sum.source, sum.events, sum.outcomes, sum.merged, sum.conversions,
                      converted(r, answer, sum.claimed, claimed)});
    r.claimed += r.rows.back().value;
  }
  r.unconverted.merge(claimed);  // an order that is sold and claimed without a rate is told of once
  return r;
}

std::string sources_json(const source_report& r) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, report_kind::sources, r.data_seq, r.unconverted);
  out.key("rows").begin_array();
  for (const auto& row : r.rows) {
    out.begin_object().member("source", row.source);
    write_figures(out, row_figures(r, row));
    out.end_object();
  }
  out.end_array().key("totals").begin_object();
  write_figures(out, total_figures(r));
  out.end_object().end_object().end_line();
  return out.take();
}

std::string sources_csv(const source_report& r) {
  csv_writer out;
  out.plain("row").plain("source");
  for (const auto& f : total_figures(r)) out.plain(f.name);
  out.end_row();
  for (const auto& row : r.rows) {
    out.plain("group").text(row.source);
    for (const auto& f : row_figures(r, row)) out.plain(f.text);
    out.plain("").end_row();
  }
  out.plain("total").plain("");
  for (const auto& f : total_figures(r)) out.plain(f.text);
  out.end_row();
  return out.take();
}

}  // namespace hub::net
