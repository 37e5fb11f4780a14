#include "net/business_gauges.hpp"

#include "messages/reports.hpp"
#include "net/duplicate_views.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds patience(60);

double part_of(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void business_gauges::set(std::string_view name, std::string_view help, double value) const {
  api_.metrics.share(name, help).set(value);
}

reply_to business_gauges::nobody() {
  return {"metrics", [self = shared_from_this()](const http_answer&) { self->asking_ = false; }};
}

report_query business_gauges::question() const {
  auto query = api_.defaults;
  const auto today = local_day(api_.now(), query.zone);
  query.scope.from = day_start(today - days + 1, query.zone);
  query.scope.to = day_start(today + 1, query.zone);
  return query;
}

void business_gauges::refresh() {
  const auto now = api_.now();
  if (now - asked_at_ < young_us || asking_.exchange(true)) return;
  asked_at_ = now;
  ask_earnings();
}

void business_gauges::ask_earnings() {
  api_.asks.ask_then<attribution_answer>(
      &hub_actors::report, attribution_request{question(), true}, patience, nobody(),
      [self = shared_from_this()](attribution_answer& a) {
        const auto& report = a.report;
        if (report.booked.empty()) return self->ask_paths();
        const auto booked = report.booked.front();
        const auto spend = report.all_spend.value_or(spend_sum{}).cost;
        double unit = 1;
        for (int i = 0; i < minor_digits(report.query.currency); ++i) unit *= 10;
        self->set("convhub_revenue_30d", "Net revenue of the last 30 days, in units of the hub's currency",
                  static_cast<double>(booked) / unit);
        self->set("convhub_spend_30d", "Ad spend of the last 30 days, in units of the hub's currency",
                  static_cast<double>(spend) / unit);
        if (spend > 0)
          self->set("convhub_blended_roas_30d", "All revenue of the last 30 days against all ad spend",
                    part_of(booked, spend));
        self->set("convhub_unattributed_share_30d", "Share of the revenue of the last 30 days that no touch earned",
                  part_of(report.unattributed.front().revenue, booked));
        self->ask_online(booked);
      });
}

void business_gauges::ask_online(std::int64_t booked) {
  auto query = question();
  query.scope.include_offline = false;
  api_.asks.ask_then<attribution_answer>(&hub_actors::report, attribution_request{std::move(query), false}, patience,
                                         nobody(), [self = shared_from_this(), booked](attribution_answer& a) {
                                           if (!a.report.booked.empty())
                                             self->set("convhub_offline_share_30d",
                                                       "Share of the revenue of the last 30 days that came offline",
                                                       part_of(booked - a.report.booked.front(), booked));
                                           self->ask_paths();
                                         });
}

void business_gauges::ask_paths() {
  api_.asks.ask_then<paths_answer>(
      &hub_actors::report, paths_request{question()}, patience, nobody(), [self = shared_from_this()](paths_answer& a) {
        self->set(
            "convhub_path_length_30d", "Touchpoints on the average path to a conversion of the last 30 days",
            part_of(static_cast<std::int64_t>(a.report.touches), static_cast<std::int64_t>(a.report.total_paths)));
        self->ask_duplicates();
      });
}

void business_gauges::ask_duplicates() {
  const auto query = question();
  api_.asks.ask_then<duplicates_answer>(
      &hub_actors::dedup, duplicates_request{query.scope.from, query.scope.to, {}}, patience, nobody(),
      [self = shared_from_this(), query](duplicates_answer& a) {
        std::map<std::string, std::uint64_t> by_rule;
        for (const auto& row : make_duplicates(query, a).rows) by_rule[row.rule] += row.count;
        for (const auto& [rule, count] : by_rule)
          self->api_.metrics
              .share("convhub_merged_share_30d",
                     "Share of the reports of the last 30 days that told what another had told", {{"rule", rule}})
              .set(part_of(static_cast<std::int64_t>(count), static_cast<std::int64_t>(a.events)));
        self->asking_ = false;
      });
}

}  // namespace hub::net
