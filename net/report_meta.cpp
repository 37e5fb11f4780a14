#include "net/report_meta.hpp"

#include <algorithm>

#include "net/touch_rule_parameters.hpp"

namespace hub::net {
namespace {

/// RFC 3339, or null at the ends of time.
void write_end(json_writer& out, std::string_view name, instant at, instant end_of_time) {
  out.key(name);
  at == end_of_time ? out.value(nullptr) : out.value(format_instant(at));
}

double days(std::int64_t us) { return static_cast<double>(us) / static_cast<double>(day_us); }

/// What data-driven models were asked; nothing where there are none.
void write_data_models(json_writer& out, const report_query& q) {
  const auto asks = [&](model m) { return std::find(q.models.begin(), q.models.end(), m) != q.models.end(); };
  if (asks(model::markov)) out.member("order", static_cast<std::uint64_t>(q.data_models.order));
  if (asks(model::shapley)) out.member("game", to_string(q.data_models.game));
  if (!asks(model::markov) && !asks(model::shapley)) return;
  out.member("seed", static_cast<std::uint64_t>(q.data_models.seed)).member("intervals", q.data_models.intervals);
  out.member("min_conversions", static_cast<std::uint64_t>(q.data_models.min_conversions));
}

void write_models(json_writer& out, const report_query& q, report_kind kind) {
  if (kind == report_kind::compare || q.models.size() > 1) {
    out.key("models").begin_array();
    for (const auto m : q.models) out.value(to_string(m));
    out.end_array();
  } else {
    out.member("model", to_string(q.models[0]));
  }
  out.key("params").begin_object();
  out.member("half_life_days", q.params.half_life_days);
  out.member("first_weight", q.params.first_weight).member("last_weight", q.params.last_weight);
  write_data_models(out, q);
  out.end_object();
}

void write_name(json_writer& out, std::string_view name, const std::string& text) {
  out.key(name);
  text.empty() ? out.value(nullptr) : out.value(text);
}

void write_filters(json_writer& out, const report_query& q, report_kind kind) {
  out.key("filters").begin_object();
  write_name(out, "conversion_type", q.scope.conversion_type);
  write_name(out, "source", q.scope.source);
  if (kind != report_kind::paths && kind != report_kind::cohorts && kind != report_kind::match)
    write_name(out, "campaign", q.campaign);
  out.member("include_offline", q.scope.include_offline);
  write_touch_rules(out, q);
  out.end_object();
}

void write_groups(json_writer& out, const report_query& q, report_kind kind) {
  if (kind != report_kind::cohorts) out.member("basis", to_string(q.basis));
  out.key("group_by").begin_array();
  for (const auto d : q.group_by) out.value(to_string(d));
  out.end_array();
}

void write_unconverted(json_writer& out, const unconverted_sums& unconverted) {
  out.member("complete", unconverted.empty());
  out.key("unconverted").begin_array();
  for (const auto& [currency, sum] : unconverted) {
    out.begin_object().member("currency", to_string(currency));
    out.member("amount", format_amount(sum.amount, currency)).member("entries", sum.entries);
    out.member("spend", format_amount(sum.spend, currency)).member("spend_rows", sum.spend_rows).end_object();
  }
  out.end_array();
}

/// What carries a label of the policy, and how much it would have counted.
void write_left_out(json_writer& out, const report_query& q, const left_out_sum& sum) {
  out.key("left_out").begin_object().key("labels").begin_array();
  for (const auto l : all_labels)
    if (q.leave_out.has(l) && !q.rules.bots) out.value(to_string(l));
  out.end_array().member("conversions", sum.conversions).key("net").begin_array();
  for (const auto& [currency, minor] : sum.net)
    out.begin_object()
        .member("amount", format_amount(minor, currency))
        .member("currency", to_string(currency))
        .end_object();
  out.end_array().end_object();
}

void write_notes(json_writer& out, const report_query& q, const std::vector<unknown_name>& unknown,
                 const std::vector<foreign_days>& foreign) {
  out.key("notes").begin_array();
  write_notes_of(out, unknown);
  for (const auto& days : foreign)
    out.begin_object()
        .member("code", "spend-days-of-another-zone")
        .member("tz", days.tz)
        .member("detail", sentence_of(days, q.zone.name))
        .end_object();
  out.end_array();
}

}  // namespace

void write_notes_of(json_writer& out, const std::vector<unknown_name>& unknown) {
  for (const auto& name : unknown)
    out.begin_object()
        .member("code", "name-unknown")
        .member("parameter", name.parameter)
        .member("detail", sentence_of(name))
        .end_object();
}

void write_meta(json_writer& out, const report_query& q, report_kind kind, std::uint64_t data_seq,
                const unconverted_sums& unconverted, const left_out_sum* left_out,
                const std::vector<unknown_name>& unknown, const std::vector<foreign_days>& foreign) {
  const bool counts = kind == report_kind::dedup || kind == report_kind::sources;
  const bool credits = kind != report_kind::paths && !counts;
  out.key("meta").begin_object();
  if (credits) write_models(out, q, kind);
  if (!counts) out.member("lookback_days", days(q.rules.lookback_us));
  write_end(out, "from", q.scope.from, std::numeric_limits<instant>::min());
  write_end(out, "to", q.scope.to, std::numeric_limits<instant>::max());
  out.member("tz", q.zone.name).member("currency", to_string(q.currency));
  if (credits) write_groups(out, q, kind);
  if (q.ad_spend) out.member("ad_spend", format_amount(*q.ad_spend, q.currency));
  if (kind == report_kind::paths) {
    out.member("dimension", to_string(q.path_dimension)).member("transform", to_string(q.transform));
    out.member("top", q.top);
  }
  if (!counts) write_filters(out, q, kind);
  if (left_out != nullptr) write_left_out(out, q, *left_out);
  if (q.as_of) {
    out.key("as_of");
    q.as_of->seq ? out.value(*q.as_of->seq) : out.value(format_instant(q.as_of->received_by));
  }
  out.member("data_seq", data_seq);
  write_unconverted(out, unconverted);
  if (!unknown.empty() || !foreign.empty()) write_notes(out, q, unknown, foreign);
  out.end_object();
}

}  // namespace hub::net
