// Explains figures of paths and cohorts: `GET /v1/reports/paths/explain?…` and `GET /v1/reports/cohorts/explain?…`.
#include "net/api.hpp"
#include "net/conversion_parameters.hpp"
#include "net/figure_views.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {
namespace {

constexpr std::int64_t longest_page = 1'000;
constexpr std::chrono::seconds present_limit(60);
constexpr std::chrono::seconds past_limit(600);  // the log is read first

template <class Request>
void read_page(parameter_reader& in, Request& r) {
  if (const auto limit = in.integer("limit", 1, longest_page)) r.limit = static_cast<std::size_t>(*limit);
  if (const auto cursor = in.text("cursor")) {
    r.after = position_of(*cursor);
    if (!r.after)
      in.refuse(fail("cursor-malformed", "give the cursor as 'next_cursor' of the page before said it", "cursor"));
  }
}

std::vector<std::string> steps_of(std::string_view path) {
  constexpr std::string_view arrow = " > ";
  std::vector<std::string> steps;
  for (;;) {
    const auto at = path.find(arrow);
    steps.emplace_back(path.substr(0, at));
    if (at == path.npos) return steps;
    path.remove_prefix(at + arrow.size());
  }
}

/// One figure and no more: which one is explained must be plain.
path_figure read_figure(parameter_reader& in) {
  path_figure f;
  int given = 0;
  const auto read = [&](const char* name, std::string& into) {
    if (const auto text = in.text(name)) into = *text;
    return !into.empty();
  };
  std::string path;
  if (read("path", path)) f.path = steps_of(path), ++given;
  for (const auto& [name, into] :
       {std::pair("opener", &f.opener), std::pair("assist", &f.assist), std::pair("closer", &f.closer),
        std::pair("touchpoints", &f.touchpoints), std::pair("days", &f.days)})
    given += read(name, *into) ? 1 : 0;
  const bool from = read("step_from", f.from), to = read("step_to", f.to);
  if (from != to)
    in.refuse(fail("figure-missing", "a transition has two ends: give 'step_from' and 'step_to'",
                   from ? "step_to" : "step_from"));
  given += from && to ? 1 : 0;
  if (given != 1 && from == to)
    in.refuse(
        fail(given == 0 ? "figure-missing" : "figure-ambiguous",
             "say which one figure to explain: 'path' (steps with ' > ' between them), 'opener', 'assist', 'closer', "
             "'step_from' with 'step_to', 'touchpoints' or 'days'",
             "path"));
  return f;
}

cohort_figure read_cohort(parameter_reader& in) {
  cohort_figure f;
  f.group = in.text("group");
  if (const auto days = in.integer("days", 0, 100'000)) f.days = static_cast<std::int32_t>(*days);
  if (const auto month = in.text("cohort"))
    f.cohort = *month;
  else
    in.refuse(fail("cohort-missing", "say with 'cohort' which month to explain, as in 2026-02", "cohort"));
  return f;
}

template <class Answer, class Question, class Show>
void ask(const api_context& api, Question question, reply_to to, Show show) {
  const bool past = question.query.as_of.has_value();
  const auto render = [to, show](Answer& answer) {
    if (answer.refusal) return to.done(problem(400, *answer.refusal, to.request_id));
    http_answer shown;
    shown.body = show(*answer.report);
    to.done(std::move(shown));
  };
  if (past)
    api.asks.ask_then<Answer>(&hub_actors::historian, std::move(question), past_limit, to, render);
  else
    api.asks.ask_then<Answer>(&hub_actors::report, std::move(question), present_limit, to, render);
}

void explain(const api_context& api, report_kind kind, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  auto query = read_report(in, kind, api.defaults, api.find_zone, api.now());
  path_cell_request paths;
  cohort_cell_request cohort;
  if (kind == report_kind::paths) {
    paths.figure = read_figure(in);
    read_page(in, paths);
  } else {
    cohort.figure = read_cohort(in);
    read_page(in, cohort);
  }
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  const reply_to to{request.request_id, std::move(done)};
  if (kind == report_kind::paths) {
    paths.query = std::move(query);
    return ask<path_cell_answer>(api, std::move(paths), to, path_cell_json);
  }
  cohort.query = std::move(query);
  cohort.now = api.now();
  ask<cohort_cell_answer>(api, std::move(cohort), to, cohort_cell_json);
}

}  // namespace

std::vector<route> figure_routes(const api_context& api) {
  const auto of = [&api](report_kind kind) {
    return [&api, kind](const http_request& request, const path_values&, answer_handler done) {
      explain(api, kind, request, std::move(done));
    };
  };
  return {
      {"GET", "/v1/reports/paths/explain", access::read, of(report_kind::paths)},
      {"GET", "/v1/reports/cohorts/explain", access::read, of(report_kind::cohorts)},
  };
}

}  // namespace hub::net
