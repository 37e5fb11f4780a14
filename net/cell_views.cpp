#include "net/cell_views.hpp"

#include "domain/keys.hpp"
#include "net/conversion_parameters.hpp"
#include "net/record_json.hpp"
#include "net/report_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

/// Conversions and money of each model; *money* is what the money is called.
figures credit_figures(const cell_report& r, report_kind kind, std::span<const credit_cell> cells,
                       std::string_view money = "revenue") {
  figures out;
  for (std::size_t m = 0; m < cells.size(); ++m) {
    const auto model = kind == report_kind::compare ? to_string(r.query.models[m]) : std::string_view();
    out.push_back(number("conversions", cells[m].conversions.value()));
    out.push_back(amount(money, cells[m].revenue, r.query.currency));
    for (auto at = out.size() - 2; at < out.size(); ++at) out[at].model = model;
  }
  return out;
}

figures touch_figures(const cell_report& r, report_kind kind, const cell_touch& t) {
  figures out;
  for (std::size_t m = 0; m < t.models.size(); ++m) {
    auto of_model = credit_figures(r, kind, {&t.models[m], 1}, "credit");
    of_model.insert(of_model.begin(), number("weight", t.weights[m]));
    for (auto& f : of_model) {
      f.model = kind == report_kind::compare ? to_string(r.query.models[m]) : std::string_view();
      out.push_back(std::move(f));
    }
  }
  return out;
}

void write_cell(json_writer& out, const cell_report& r, report_kind kind) {
  out.key("cell").begin_object();
  if (r.cell.what == report_cell::kind::unattributed)
    out.member("group", unattributed_text);
  else
    write_group(out, r.query, r.group, r.names);
  auto shown = credit_figures(r, kind, r.reported);
  if (kind == report_kind::roas && r.spend) {
    shown.insert(shown.begin(), amount("spend", r.spend->cost, r.query.currency));
    shown.push_back(ratio("roas", r.reported[0].revenue, r.spend->cost));
  }
  if (kind == report_kind::roas)
    shown.push_back(amount("new_customer_revenue", r.reported[0].new_revenue, r.query.currency));
  write_figures(out, shown);
  out.end_object();
}

void write_entries(json_writer& out, const cell_report& r, const cell_conversion& c) {
  out.key("entries").begin_array();
  for (const auto& e : c.entries) {
    out.begin_object().member("kind", to_string(e.kind)).member("occurred_at", format_instant(e.at));
    out.key("booked");
    e.priced ? out.value(format_amount(e.booked, r.query.currency)) : out.value(nullptr);
    out.member("count", static_cast<int>(e.count));
    out.end_object();
  }
  out.end_array();
}

void write_touches(json_writer& out, const cell_report& r, report_kind kind, const explained_conversion& c) {
  out.key("touchpoints").begin_array();
  for (const auto& t : c.touches) {
    if (t.credit.ordinal == no_touch) continue;
    out.begin_object().member("touch_id", t.id).member("occurred_at", format_instant(t.credit.at));
    write_text(out, "channel", t.channel);
    write_text(out, "campaign_id", t.campaign);
    write_text(out, "campaign_name", t.campaign_name);
    write_figures(out, touch_figures(r, kind, t.credit));
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string cell_json(const cell_report& r, report_kind kind) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, kind, r.data_seq, r.unconverted, &r.left_out, r.unknown);
  write_cell(out, r, kind);
  out.key("check").begin_object().member("conversions", r.all_conversions).key("sum").begin_object();
  write_figures(out, credit_figures(r, kind, r.explained));
  out.end_object().member("reconciles", r.reconciles()).end_object();
  out.key("data").begin_array();
  for (const auto& c : r.conversions) {
    out.begin_object().member("conversion_id", conversion_id(c.credit.id));
    out.member("occurred_at", format_instant(c.credit.at)).member("type", c.type).member("source", c.source);
    write_text(out, "order_id", c.order);
    write_entries(out, r, c.credit);
    write_figures(out, credit_figures(r, kind, c.credit.models));
    write_touches(out, r, kind, c);
    if (r.cell.what == report_cell::kind::unattributed) {
      out.key("excluded").begin_object();
      for (const auto& [reason, count] : c.credit.excluded) out.member(to_string(reason), count);
      out.end_object();
    }
    out.end_object();
  }
  out.end_array().key("next_cursor");
  r.next ? out.value(cursor_of(*r.next)) : out.value(nullptr);
  out.end_object().end_line();
  return out.take();
}

}  // namespace hub::net
