// Explains a cell of a report: `GET /v1/reports/{attribution,compare,roas}/explain?…&group=VALUE[&group2=VALUE]`.
#include "net/api.hpp"
#include "net/cell_views.hpp"
#include "net/conversion_parameters.hpp"
#include "net/data_model_parameters.hpp"
#include "net/named_cells.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"

namespace hub::net {
namespace {

constexpr std::int64_t longest_page = 1'000;

cell_request read_cell(parameter_reader& in, const api_context& api, report_kind kind) {
  cell_request r;
  r.query = read_report(in, kind, api.defaults, api.find_zone, api.now());
  refuse_data_models(in, r.query);
  r.with_spend = kind == report_kind::roas;
  for (const auto* name : {"group", "group2"})
    if (const auto value = in.text(name)) r.group.push_back(*value);
  if (!in.text("group"))
    in.refuse(
        fail("group-missing",
             "say with 'group' which row to explain, as the report calls it: a campaign's id, (direct), (not set), "
             "or (unattributed)",
             "group"));
  if (const auto limit = in.integer("limit", 1, longest_page)) r.limit = static_cast<std::size_t>(*limit);
  if (const auto cursor = in.text("cursor")) {
    r.after = position_of(*cursor);
    if (!r.after)
      in.refuse(fail("cursor-malformed", "give the cursor as 'next_cursor' of the page before said it", "cursor"));
  }
  return r;
}

void explain(const api_context& api, report_kind kind, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  auto question = read_cell(in, api, kind);
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  const reply_to to{request.request_id, std::move(done)};
  ask_named_cell(api.asks, std::move(question), to, [kind, to](cell_answer& answer) {
    if (answer.refusal) return to.done(problem(400, *answer.refusal, to.request_id));
    http_answer shown;
    shown.body = cell_json(*answer.report, kind);
    to.done(std::move(shown));
  });
}

}  // namespace

std::vector<route> cell_routes(const api_context& api) {
  const auto of = [&api](report_kind kind) {
    return [&api, kind](const http_request& request, const path_values&, answer_handler done) {
      explain(api, kind, request, std::move(done));
    };
  };
  return {
      {"GET", "/v1/reports/attribution/explain", access::read, of(report_kind::attribution)},
      {"GET", "/v1/reports/compare/explain", access::read, of(report_kind::compare)},
      {"GET", "/v1/reports/roas/explain", access::read, of(report_kind::roas)},
  };
}

}  // namespace hub::net
