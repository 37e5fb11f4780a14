// The reports over time and over sources: daily, cohorts, sources.
#include "net/api.hpp"
#include "net/cohort_views.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/rendered_report.hpp"
#include "net/report_parameters.hpp"
#include "net/series_views.hpp"
#include "net/source_views.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds present_limit(60);
constexpr std::chrono::seconds past_limit(600);  // the log is read first
constexpr std::int64_t most_rows = 40'000;       // a century of days

/// What was asked and how it is to be answered.
struct asked {
  report_query query;
  shape as = shape::json;
  bool side_by_side = false;
  reply_to to;
};

template <class Answer, class Present, class Question>
void ask_for(const api_context& api, Present hub_actors::*present, Question question, const asked& a,
             std::function<http_answer(Answer&)> render) {
  if (a.query.as_of)
    api.asks.ask<Answer>(&hub_actors::historian, std::move(question), past_limit, a.to, std::move(render));
  else
    api.asks.ask<Answer>(present, std::move(question), present_limit, a.to, std::move(render));
}

/// A series of more rows than anybody reads is refused before it is made.
bool too_long(const report_query& q) {
  if (q.scope.from == std::numeric_limits<instant>::min() || q.scope.to == std::numeric_limits<instant>::max())
    return false;
  return (q.scope.to - q.scope.from) / day_us > most_rows;
}

void ask_daily(const api_context& api, const asked& a) {
  if (too_long(a.query))
    return a.to.done(
        problem(400, fail("range-too-long", "a series has at most 40,000 days; bring 'from' and 'to' nearer", "to"),
                a.to.request_id));
  ask_for<series_answer>(
      api, &hub_actors::report, series_request{a.query}, a,
      [as = a.as, side_by_side = a.side_by_side](series_answer& answer) {
        const auto& r = answer.report;
        auto body = as == shape::csv ? series_csv(r, side_by_side) : series_json(r, side_by_side);
        return rendered(as, std::move(body), {r.data_seq, r.unconverted.empty(), r.left_out.conversions, r.unknown});
      });
}

void ask_cohorts(const api_context& api, const asked& a) {
  ask_for<cohorts_answer>(
      api, &hub_actors::report, cohorts_request{a.query, api.now()}, a, [as = a.as](cohorts_answer& answer) {
        const auto& r = answer.report;
        auto body = as == shape::csv ? cohorts_csv(r) : cohorts_json(r);
        return rendered(as, std::move(body), {r.data_seq, r.unconverted.empty(), r.left_out.conversions, r.unknown});
      });
}

void ask_sources(const api_context& api, const asked& a) {
  const sources_request question{a.query.scope.from, a.query.scope.to, a.query.as_of};
  ask_for<sources_answer>(api, &hub_actors::dedup, question, a, [as = a.as, query = a.query](sources_answer& answer) {
    const auto r = make_sources(query, answer);
    return rendered(as, as == shape::csv ? sources_csv(r) : sources_json(r), {r.data_seq, r.unconverted.empty()});
  });
}

void answer_report(const api_context& api, report_kind kind, shape as, const http_request& request,
                   answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  asked a{read_report(in, kind, api.defaults, api.find_zone, api.now()), as, false, {request.request_id, done}};
  if (kind == report_kind::daily) a.side_by_side = in.text("models").has_value();
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  if (kind == report_kind::daily) return ask_daily(api, a);
  if (kind == report_kind::cohorts) return ask_cohorts(api, a);
  ask_sources(api, a);
}

}  // namespace

std::vector<route> series_routes(const api_context& api) {
  const auto report = [&api](report_kind kind, shape as) {
    return [&api, kind, as](const http_request& request, const path_values&, answer_handler done) {
      answer_report(api, kind, as, request, std::move(done));
    };
  };
  return {
      {"GET", "/v1/reports/daily", access::read, report(report_kind::daily, shape::json)},
      {"GET", "/v1/reports/daily.csv", access::read, report(report_kind::daily, shape::csv)},
      {"GET", "/v1/reports/cohorts", access::read, report(report_kind::cohorts, shape::json)},
      {"GET", "/v1/reports/cohorts.csv", access::read, report(report_kind::cohorts, shape::csv)},
      {"GET", "/v1/reports/sources", access::read, report(report_kind::sources, shape::json)},
      {"GET", "/v1/reports/sources.csv", access::read, report(report_kind::sources, shape::csv)},
  };
}

}  // namespace hub::net
