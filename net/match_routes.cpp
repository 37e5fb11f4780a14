// Campaigns of spend against campaigns of touches: the match report, and the aliases that join what it finds apart.
#include "domain/text.hpp"
#include "net/api.hpp"
#include "net/body_reader.hpp"
#include "net/json_writer.hpp"
#include "net/match_views.hpp"
#include "net/no_parameters.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/rendered_report.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds present_limit(60);
constexpr std::chrono::seconds past_limit(600);  // the log is read first

http_answer as_json(json_writer& out) { return {200, "application/json", out.take(), {}, nullptr, {}}; }

int status_of(const error& why) { return why.code == "alias-unknown" ? 404 : 409; }

http_answer receipt_answer(const alias_receipt& r, const std::string& request_id) {
  if (r.failure) return problem(status_of(*r.failure), *r.failure, request_id);
  json_writer out;
  out.begin_object().member("id", r.told.external_id);
  if (!r.told.withdrawn) out.member("from", r.told.from).member("to", r.told.to);
  out.member("withdrawn", r.told.withdrawn).member("data_seq", r.data_seq).end_object().end_line();
  return as_json(out);
}

/// A campaign's key; empty, and a complaint, where it is not given.
std::string read_campaign_key(body_reader& in, std::string_view name) {
  const auto text = in.text(name);
  std::string key(trim(text.value_or("")));
  if (key.empty())
    in.refuse(fail("member-missing", "name the campaign by its id, or by its name where it has none",
                   "/" + std::string(name)));
  return key;
}

void add_alias(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  body_reader in(request.body);
  alias_request question;
  question.at = api.now();
  question.note = in.note();
  question.from = read_campaign_key(in, "from");
  question.to = read_campaign_key(in, "to");
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  api.asks.ask<alias_receipt>(&hub_actors::dedup, std::move(question), present_limit,
                              {request.request_id, std::move(done)},
                              [id = request.request_id](alias_receipt& r) { return receipt_answer(r, id); });
}

void remove_alias(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  api.asks.ask<alias_receipt>(&hub_actors::dedup, alias_withdrawal{std::string(values["id"]), api.now()}, present_limit,
                              {request.request_id, std::move(done)},
                              [id = request.request_id](alias_receipt& r) { return receipt_answer(r, id); });
}

void list_aliases(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  api.asks.ask<aliases_answer>(&hub_actors::dedup, aliases_request{}, present_limit,
                               {request.request_id, std::move(done)}, [](aliases_answer& a) {
                                 json_writer out;
                                 out.begin_object().key("data").begin_array();
                                 for (const auto& e : a.aliases) {
                                   out.begin_object().member("id", e.told.external_id);
                                   out.member("from", e.told.from).member("to", e.told.to).member("note", e.told.note);
                                   out.member("decided_at", format_instant(e.told.occurred_at));
                                   out.member("in_force", e.in_force).member("withdrawn", e.withdrawn).end_object();
                                 }
                                 out.end_array().member("data_seq", a.data_seq).end_object().end_line();
                                 return as_json(out);
                               });
}

void show_match(const api_context& api, shape as, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  auto query = read_report(in, report_kind::match, api.defaults, api.find_zone, api.now());
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  reply_to to{request.request_id, std::move(done)};
  const bool past = query.as_of.has_value();
  const auto render = [as](match_answer& a) {
    const auto& r = a.report;
    auto body = as == shape::csv ? match_csv(r) : match_json(r);
    return rendered(as, std::move(body), {r.data_seq, r.unconverted.empty(), r.left_out.conversions, r.unknown});
  };
  if (past)
    api.asks.ask<match_answer>(&hub_actors::historian, match_request{std::move(query)}, past_limit, std::move(to),
                               render);
  else
    api.asks.ask<match_answer>(&hub_actors::report, match_request{std::move(query)}, present_limit, std::move(to),
                               render);
}

}  // namespace

std::vector<route> match_routes(const api_context& api) {
  const auto with = [&api](auto answer) {
    return [&api, answer](const http_request& request, const path_values& values, answer_handler done) {
      answer(api, request, values, std::move(done));
    };
  };
  const auto report = [&api](shape as) {
    return [&api, as](const http_request& request, const path_values&, answer_handler done) {
      show_match(api, as, request, std::move(done));
    };
  };
  return {{"GET", "/v1/reports/match", access::read, report(shape::json)},
          {"GET", "/v1/reports/match.csv", access::read, report(shape::csv)},
          {"GET", "/v1/aliases", access::read, with(list_aliases)},
          {"POST", "/v1/aliases", access::admin, without_parameters(with(add_alias))},
          {"DELETE", "/v1/aliases/{id}", access::admin, without_parameters(with(remove_alias))}};
}

}  // namespace hub::net
