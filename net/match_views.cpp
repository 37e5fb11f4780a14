#include "net/match_views.hpp"

#include <algorithm>

#include "net/csv_writer.hpp"
#include "net/record_json.hpp"
#include "net/report_json.hpp"
#include "net/report_meta.hpp"

namespace hub::net {
namespace {

constexpr double thousandths = 1e3, millionths = 1e6;

figures spend_figures(const spend_sum& spend, currency in) {
  return {amount("spend", spend.cost, in), number("impressions", static_cast<std::uint64_t>(spend.impressions)),
          number("clicks", static_cast<std::uint64_t>(spend.clicks)),
          spend.has_platform_conversions
              ? number("platform_conversions", static_cast<double>(spend.platform_conversions) / millionths)
              : nothing_for("platform_conversions"),
          spend.has_platform_value ? amount("platform_revenue", spend.platform_value, in)
                                   : nothing_for("platform_revenue")};
}

figures touch_figures(std::uint64_t touches, const credit_cell& credit, currency in) {
  return {number("touches", touches), number("conversions", credit.conversions.value()),
          amount("revenue", credit.revenue, in)};
}

void write_campaign(json_writer& out, const named_campaign& c) {
  out.member("campaign_id", c.key).member("name", c.name);
}

void write_spenders(json_writer& out, const match_report& r) {
  out.key("spend_without_touches").begin_array();
  for (const auto& row : r.without_touches) {
    out.begin_object();
    write_campaign(out, row.campaign);
    out.key("platforms").begin_array();
    for (const auto& platform : row.platforms) out.value(platform);
    out.end_array();
    write_figures(out, spend_figures(row.spend, r.query.currency));
    out.end_object();
  }
  out.end_array();
}

void write_touched(json_writer& out, const match_report& r) {
  out.key("touches_without_spend").begin_array();
  for (const auto& row : r.without_spend) {
    out.begin_object();
    write_campaign(out, row.campaign);
    write_text(out, "channel", row.channel);
    write_figures(out, touch_figures(row.touches, row.credit, r.query.currency));
    out.end_object();
  }
  out.end_array();
}

void write_suggestions(json_writer& out, const match_report& r) {
  out.key("suggestions").begin_array();
  for (const auto& s : r.suggestions) {
    out.begin_object().member("from", s.from.key).member("from_name", s.from.name);
    out.member("to", s.to.key).member("to_name", s.to.name);
    out.member("score", s.score / thousandths).member("reason", to_string(s.why)).member("detail", s.detail);
    out.key("accept").begin_object().member("from", s.from.key).member("to", s.to.key).end_object().end_object();
  }
  out.end_array();
}

void write_sum(json_writer& out, std::string_view name, const match_sum& sum, currency in) {
  out.key(name).begin_object().member("campaigns", sum.campaigns);
  write_figures(out, {amount("spend", sum.spend.cost, in)});
  write_figures(out, touch_figures(sum.touches, sum.credit, in));
  out.end_object();
}

void write_cells(csv_writer& out, const figures& row) {
  for (const auto& f : row) out.plain(f.text);
}

void write_best(csv_writer& out, const match_report& r, const std::string& campaign) {
  const auto best =
      std::find_if(r.suggestions.begin(), r.suggestions.end(), [&](const auto& s) { return s.from.key == campaign; });
  if (best == r.suggestions.end()) {
    out.plain("").plain("").plain("").end_row();
    return;
  }
  std::string score;
  append_json_number(score, best->score / thousandths);
  out.text(best->to.key).plain(score).plain(to_string(best->why)).end_row();
}

}  // namespace

std::string match_json(const match_report& r) {
  json_writer out;
  out.begin_object();
  write_meta(out, r.query, report_kind::match, r.data_seq, r.unconverted, &r.left_out, r.unknown, r.foreign);
  write_spenders(out, r);
  write_touched(out, r);
  write_suggestions(out, r);
  out.key("totals").begin_object();
  write_sum(out, "matched", r.matched, r.query.currency);
  write_sum(out, "spend_without_touches", r.only_spend, r.query.currency);
  write_sum(out, "touches_without_spend", r.only_touches, r.query.currency);
  out.member("touches_without_campaign", r.touches_without_campaign);
  out.end_object().end_object().end_line();
  return out.take();
}

std::string match_csv(const match_report& r) {
  csv_writer out;
  for (const auto* name : {"missing", "campaign_id", "name", "channel", "spend", "touches", "conversions", "revenue",
                           "suggested_campaign_id", "score", "reason"})
    out.plain(name);
  out.end_row();
  for (const auto& row : r.without_touches) {
    out.plain("touches").text(row.campaign.key).text(row.campaign.name).plain("");
    out.plain(format_amount(row.spend.cost, r.query.currency));
    write_cells(out, touch_figures(0, row.credit, r.query.currency));
    write_best(out, r, row.campaign.key);
  }
  for (const auto& row : r.without_spend) {
    out.plain("spend").text(row.campaign.key).text(row.campaign.name).text(row.channel);
    out.plain(format_amount(0, r.query.currency));
    write_cells(out, touch_figures(row.touches, row.credit, r.query.currency));
    write_best(out, r, row.campaign.key);
  }
  return out.take();
}

}  // namespace hub::net
