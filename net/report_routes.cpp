// The reports: each route reads its parameters, asks one actor and shows the answer as JSON or CSV.
#include "net/api.hpp"
#include "net/duplicate_views.hpp"
#include "net/path_views.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/rendered_report.hpp"
#include "net/report_csv.hpp"
#include "net/report_json.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds report_limit(60);
constexpr std::chrono::seconds past_limit(600);  // the log is read first; the listener gives up on its own terms

std::string_view name_of(report_kind kind) {
  switch (kind) {
    case report_kind::attribution: return "attribution";
    case report_kind::compare: return "compare";
    case report_kind::roas: return "roas";
    case report_kind::paths: return "paths";
    default: return "dedup";
  }
}

/// *done*, which notes how long the answer took; what is refused does not count.
answer_handler timed(metrics_registry& metrics, report_kind kind, const std::string& model, answer_handler done) {
  auto& duration = metrics.timing("convhub_report_seconds", "How long reports take, by kind and model",
                                  {{"report", std::string(name_of(kind))}, {"model", model}});
  return [&duration, done = std::move(done), began = std::chrono::steady_clock::now()](http_answer answer) {
    if (answer.status == 200)
      duration.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    done(std::move(answer));
  };
}

/// Asks whoever answers for the time in question.
template <class Answer, class Question>
void ask_report(const api_context& api, bool past, Question question, reply_to to,
                std::function<http_answer(Answer&)> render) {
  if (past)
    api.asks.ask<Answer>(&hub_actors::historian, std::move(question), past_limit, std::move(to), std::move(render));
  else
    api.asks.ask<Answer>(&hub_actors::report, std::move(question), report_limit, std::move(to), std::move(render));
}

void ask_attribution(const api_context& api, report_query query, report_kind kind, shape as, reply_to to) {
  const bool past = query.as_of.has_value();
  attribution_request question{std::move(query), kind == report_kind::roas};
  ask_report<attribution_answer>(api, past, std::move(question), std::move(to), [kind, as](attribution_answer& a) {
    auto body = as == shape::csv ? report_csv(a.report, kind) : report_json(a.report, kind);
    return rendered(as, std::move(body),
                    {a.report.data_seq, a.report.complete(), a.report.left_out.conversions, a.report.unknown});
  });
}

void ask_paths(const api_context& api, report_query query, shape as, reply_to to) {
  const bool past = query.as_of.has_value();
  ask_report<paths_answer>(api, past, paths_request{std::move(query)}, std::move(to), [as](paths_answer& a) {
    auto body = as == shape::csv ? paths_csv(a.report) : paths_json(a.report);
    return rendered(as, std::move(body),
                    {a.report.data_seq, a.report.unconverted.empty(), a.report.left_out.conversions, a.report.unknown});
  });
}

void ask_duplicates(const api_context& api, report_query query, shape as, reply_to to) {
  const duplicates_request question{query.scope.from, query.scope.to, query.as_of};
  const auto render = [as, query](duplicates_answer& a) {
    const auto report = make_duplicates(query, a);
    auto body = as == shape::csv ? duplicates_csv(report) : duplicates_json(report);
    return rendered(as, std::move(body), {a.data_seq, report.unconverted.empty()});
  };
  if (query.as_of)
    api.asks.ask<duplicates_answer>(&hub_actors::historian, question, past_limit, std::move(to), render);
  else
    api.asks.ask<duplicates_answer>(&hub_actors::dedup, question, report_limit, std::move(to), render);
}

void answer_report(const api_context& api, report_kind kind, shape as, const http_request& request,
                   answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  auto query = read_report(in, kind, api.defaults, api.find_zone, api.now());
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  const auto model = kind == report_kind::attribution || kind == report_kind::roas
                         ? std::string(to_string(query.models.front()))
                         : std::string();
  reply_to to{request.request_id, timed(api.metrics, kind, model, std::move(done))};
  switch (kind) {
    case report_kind::attribution:
    case report_kind::compare:
    case report_kind::roas: return ask_attribution(api, std::move(query), kind, as, std::move(to));
    case report_kind::paths: return ask_paths(api, std::move(query), as, std::move(to));
    default: return ask_duplicates(api, std::move(query), as, std::move(to));
  }
}

}  // namespace

std::vector<route> report_routes(const api_context& api) {
  const auto report = [&api](report_kind kind, shape as) {
    return [&api, kind, as](const http_request& request, const path_values&, answer_handler done) {
      answer_report(api, kind, as, request, std::move(done));
    };
  };
  return {
      {"GET", "/v1/reports/attribution", access::read, report(report_kind::attribution, shape::json)},
      {"GET", "/v1/reports/attribution.csv", access::read, report(report_kind::attribution, shape::csv)},
      {"GET", "/v1/reports/compare", access::read, report(report_kind::compare, shape::json)},
      {"GET", "/v1/reports/compare.csv", access::read, report(report_kind::compare, shape::csv)},
      {"GET", "/v1/reports/roas", access::read, report(report_kind::roas, shape::json)},
      {"GET", "/v1/reports/roas.csv", access::read, report(report_kind::roas, shape::csv)},
      {"GET", "/v1/reports/paths", access::read, report(report_kind::paths, shape::json)},
      {"GET", "/v1/reports/paths.csv", access::read, report(report_kind::paths, shape::csv)},
      {"GET", "/v1/reports/dedup", access::read, report(report_kind::dedup, shape::json)},
      {"GET", "/v1/reports/dedup.csv", access::read, report(report_kind::dedup, shape::csv)},
  };
}

}  // namespace hub::net
