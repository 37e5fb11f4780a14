// Single conversions and lists of them.
#include "net/api.hpp"
#include "net/conversion_json.hpp"
#include "net/conversion_parameters.hpp"
#include "net/data_model_parameters.hpp"
#include "net/explanation_json.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds lookup_limit(30);

http_answer as_json(std::string body) { return {200, "application/json", std::move(body), {}, nullptr, {}}; }

http_answer no_conversion(std::string_view request_id) {
  return problem(404,
                 fail("conversion-unknown",
                      "no conversion has this id; ids are in the answers to ingest and in /v1/conversions", "id"),
                 request_id);
}

http_answer no_contact_there(std::string_view request_id) {
  return problem(404, fail("contact-unknown", "no contact is known by this key", "contact"), request_id);
}

void list(const api_context& api, conversions_request question, reply_to to) {
  api.asks.ask<conversions_answer>(&hub_actors::report, std::move(question), lookup_limit, std::move(to),
                                   [](conversions_answer& a) { return as_json(conversions_json(a)); });
}

void list_conversions(const api_context& api, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  auto choice = read_conversion_page(in, api.defaults.zone, api.find_zone);
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  reply_to to{request.request_id, std::move(done)};
  if (!choice.needs_ids()) return list(api, std::move(choice.request), std::move(to));
  const id_lookup who{choice.contact, choice.text};
  api.asks.ask_then<ids_found>(&hub_actors::dedup, who, lookup_limit, to,
                               [&api, to, choice = std::move(choice)](ids_found& found) {
                                 if (choice.contact && !found.known) return to.done(no_contact_there(to.request_id));
                                 auto question = choice.request;
                                 question.ids = std::move(found.ids);
                                 list(api, std::move(question), to);
                               });
}

/// Looks the conversion up that `{id}` names and answers with what *render* makes of it.
void look_up(const api_context& api, const http_request& request, const path_values& values, answer_handler done,
             std::function<std::string(const conversion_found&)> render) {
  const auto id = parse_conversion_id(values["id"]);
  if (!id)
    return done(problem(400,
                        fail("conversion-id-malformed", "a conversion id is cv_ and 32 lower-case hex digits", "id"),
                        request.request_id));
  api.asks.ask<conversion_found>(
      &hub_actors::dedup, conversion_lookup{*id}, lookup_limit, {request.request_id, std::move(done)},
      [render = std::move(render), request_id = request.request_id](conversion_found& found) {
        return found.dossier ? as_json(render(found)) : no_conversion(request_id);
      });
}

/// The parameters of a request for one record; most take none.
std::vector<error> read_explain(const http_request& request, report_query& query) {
  auto parts = split_target(request.target);
  if (!parts) return {parts.error()};
  parameter_reader in(std::move(parts->parameters));
  read_model_and_rules(in, query);
  refuse_data_models(in, query);
  if (in.text("currency"))
    in.refuse(fail("parameter-unsupported", "a conversion is explained in its own currency; leave 'currency' out",
                   "currency"));
  return in.finish();
}

std::vector<error> refuse_parameters(const http_request& request) {
  auto parts = split_target(request.target);
  if (!parts) return {parts.error()};
  return parameter_reader(std::move(parts->parameters)).finish();
}

void show_conversion(const api_context& api, const http_request& request, const path_values& values,
                     answer_handler done) {
  if (const auto wrong = refuse_parameters(request); !wrong.empty())
    return done(problem(400, wrong, request.request_id));
  look_up(api, request, values, std::move(done), conversion_json);
}

void explain_conversion(const api_context& api, const http_request& request, const path_values& values,
                        answer_handler done) {
  auto query = api.defaults;
  if (const auto wrong = read_explain(request, query); !wrong.empty())
    return done(problem(400, wrong, request.request_id));
  look_up(api, request, values, std::move(done),
          [query = std::move(query)](const conversion_found& found) { return explanation_json(found, query); });
}

}  // namespace

std::vector<route> conversion_routes(const api_context& api) {
  const auto with = [&api](auto answer) {
    return [&api, answer](const http_request& request, const path_values& values, answer_handler done) {
      answer(api, request, values, std::move(done));
    };
  };
  return {
      {"GET", "/v1/conversions", access::read,
       [&api](const http_request& request, const path_values&, answer_handler done) {
         list_conversions(api, request, std::move(done));
       }},
      {"GET", "/v1/conversions/{id}", access::read, with(show_conversion)},
      {"GET", "/v1/conversions/{id}/explain", access::read, with(explain_conversion)},
  };
}

}  // namespace hub::net
