// Downloads of touchpoints, source events, spend and credits: `/v1/export/{…}.{csv,ndjson,json}`.
#include "net/api.hpp"
#include "net/listing_rows.hpp"
#include "net/named_cells.hpp"
#include "net/paged_export.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/rendered_report.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds page_limit(60);
constexpr std::size_t page_size = 1'000;
constexpr std::size_t credit_page_size = 500;  // conversions; each has several rows

/// The range, or nothing once the request was refused.
std::optional<time_range> read_dates(parameter_reader& in, const api_context& api, const reply_to& to,
                                     zone* local = nullptr) {
  const auto z = read_zone(in, api.defaults.zone, api.find_zone);
  const auto range = read_range(in, z);
  if (local != nullptr) *local = z;
  if (const auto complaints = in.finish(); !complaints.empty()) {
    to.done(problem(400, complaints, to.request_id));
    return std::nullopt;
  }
  return range;
}

void export_touches(const api_context& api, parameter_reader& in, export_format format, const reply_to& to) {
  const auto range = read_dates(in, api, to);
  if (!range) return;
  export_plan<touch_page_request, touch_page_answer> plan;
  plan.name = "touchpoints";
  plan.request = {range->from, range->to, 0, page_size};
  plan.fetch = [&api](const auto& request, const reply_to& failed, auto ready) {
    api.asks.ask_then<touch_page_answer>(&hub_actors::dedup, request, page_limit, failed, std::move(ready));
  };
  plan.render = [](export_format f, const auto& page, bool heading) { return touch_rows(f, page.touches, heading); };
  plan.go_on = [](auto& request, const auto& page) {
    request.first = page.next.value_or(0);
    return page.next.has_value();
  };
  begin_export(std::move(plan), format, to);
}

/// A page of source events with what they say.
struct event_page {
  std::vector<told_event> events;
  std::optional<std::uint32_t> next;
};

/// Adds to a page what the log says.
void read_events(const api_context& api, event_page_answer& page, const reply_to& failed,
                 std::function<void(event_page&)> ready) {
  facts_request wanted;
  for (const auto& e : page.events) wanted.seqs.push_back(e.seq);
  auto listed = std::make_shared<event_page_answer>(std::move(page));
  api.asks.ask_then<facts_reply>(
      &hub_actors::archive, std::move(wanted), page_limit, failed,
      [listed, failed, ready = std::move(ready)](facts_reply& reply) {
        if (reply.failure) return failed.done(overloaded(*reply.failure, failed.request_id, 5));
        event_page whole{{}, listed->next};
        for (std::size_t i = 0; i < listed->events.size(); ++i)
          whole.events.push_back(
              {std::move(listed->events[i]), std::get<conversion_event>(std::move(reply.facts[i].body))});
        ready(whole);
      });
}

void export_events(const api_context& api, parameter_reader& in, export_format format, const reply_to& to) {
  const auto range = read_dates(in, api, to);
  if (!range) return;
  export_plan<event_page_request, event_page> plan;
  plan.name = "source-events";
  plan.request = {range->from, range->to, 0, page_size};
  plan.fetch = [&api](const auto& request, const reply_to& failed, auto ready) {
    api.asks.ask_then<event_page_answer>(
        &hub_actors::dedup, request, page_limit, failed,
        [&api, failed, ready](event_page_answer& page) { read_events(api, page, failed, ready); });
  };
  plan.render = [](export_format f, const auto& page, bool heading) { return event_rows(f, page.events, heading); };
  plan.go_on = [](auto& request, const auto& page) {
    request.first = page.next.value_or(0);
    return page.next.has_value();
  };
  begin_export(std::move(plan), format, to);
}

void export_spend(const api_context& api, parameter_reader& in, export_format format, const reply_to& to) {
  zone local;
  const auto range = read_dates(in, api, to, &local);
  if (!range) return;
  spend_page_request request;
  if (range->from != std::numeric_limits<instant>::min()) request.from = local_day(range->from, local);
  if (range->to != std::numeric_limits<instant>::max()) request.to = local_day(range->to, local);
  export_plan<spend_page_request, spend_page_answer> plan;
  plan.name = "spend";
  plan.request = request;
  plan.fetch = [&api](const auto& r, const reply_to& failed, auto ready) {
    api.asks.ask_then<spend_page_answer>(&hub_actors::report, r, page_limit, failed, std::move(ready));
  };
  plan.render = [](export_format f, const auto& page, bool heading) { return spend_rows(f, page.rows, heading); };
  plan.go_on = [](auto& r, const auto& page) {
    r.after = page.next;
    return page.next.has_value();
  };
  begin_export(std::move(plan), format, to);
}

void export_credits(const api_context& api, parameter_reader& in, export_format format, const reply_to& to) {
  export_plan<cell_request, cell_answer> plan;
  plan.name = "credits";
  plan.request.query = read_report(in, report_kind::credits, api.defaults, api.find_zone, api.now());
  plan.request.limit = credit_page_size;
  if (const auto complaints = in.finish(); !complaints.empty()) return to.done(problem(400, complaints, to.request_id));
  plan.fetch = [&api](const auto& request, const reply_to& failed, auto ready) {
    ask_named_cell(api.asks, request, failed, std::move(ready));
  };
  plan.render = [](export_format f, const auto& page, bool heading) { return credit_rows(f, *page.report, heading); };
  plan.go_on = [](auto& request, const auto& page) {
    request.after = page.report->next;
    return page.report->next.has_value();
  };
  plan.announce = [](const auto& page, http_answer& answer) { announce_unknown(answer, page.report->unknown); };
  begin_export(std::move(plan), format, to);
}

using exporter = void (*)(const api_context&, parameter_reader&, export_format, const reply_to&);

route export_route(const api_context& api, const char* pattern, export_format format, exporter run) {
  return {"GET", pattern, access::read,
          [&api, format, run](const http_request& request, const path_values&, answer_handler done) {
            auto parts = split_target(request.target);
            if (!parts) return done(problem(400, parts.error(), request.request_id));
            parameter_reader in(std::move(parts->parameters));
            run(api, in, format, {request.request_id, std::move(done)});
          }};
}

}  // namespace

std::vector<route> listing_routes(const api_context& api) {
  static constexpr struct {
    const char *csv, *ndjson, *json;
    exporter run;
  } kinds[] = {
      {"/v1/export/touchpoints.csv", "/v1/export/touchpoints.ndjson", "/v1/export/touchpoints.json", export_touches},
      {"/v1/export/source-events.csv", "/v1/export/source-events.ndjson", "/v1/export/source-events.json",
       export_events},
      {"/v1/export/spend.csv", "/v1/export/spend.ndjson", "/v1/export/spend.json", export_spend},
      {"/v1/export/credits.csv", "/v1/export/credits.ndjson", "/v1/export/credits.json", export_credits},
  };
  std::vector<route> out;
  for (const auto& kind : kinds) {
    out.push_back(export_route(api, kind.csv, export_format::csv, kind.run));
    out.push_back(export_route(api, kind.ndjson, export_format::ndjson, kind.run));
    out.push_back(export_route(api, kind.json, export_format::json, kind.run));
  }
  return out;
}

}  // namespace hub::net
