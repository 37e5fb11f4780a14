// Labels of fraud, machines and slips: how much carries each, and what.
#include "net/api.hpp"
#include "net/conversion_parameters.hpp"
#include "net/label_json.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds page_limit(30);
constexpr std::int64_t longest_page = 1'000;

http_answer as_json(std::string body) { return {200, "application/json", std::move(body), {}, nullptr, {}}; }

void show_counts(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  api.asks.ask<labels_answer>(&hub_actors::dedup, labels_request{}, page_limit, {request.request_id, std::move(done)},
                              [](labels_answer& a) { return as_json(label_counts_json(a)); });
}

void show_labelled(const api_context& api, const http_request& request, const path_values& values,
                   answer_handler done) {
  const auto which = parse_label(values["label"]);
  if (!which) return done(problem(404, which.error(), request.request_id));
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  labelled_request question;
  question.label = *which;
  if (const auto limit = in.integer("limit", 1, longest_page)) question.limit = static_cast<std::size_t>(*limit);
  if (const auto cursor = in.text("cursor")) {
    if (const auto past = position_of(*cursor))
      question.after = labelled_position{past->at, past->id};
    else
      in.refuse(fail("cursor-malformed", "give the cursor as 'next_cursor' of the page before said it", "cursor"));
  }
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  api.asks.ask<labelled_answer>(&hub_actors::dedup, question, page_limit, {request.request_id, std::move(done)},
                                [which = *which](labelled_answer& a) { return as_json(labelled_json(a, which)); });
}

}  // namespace

std::vector<route> label_routes(const api_context& api) {
  const auto with = [&api](auto answer) {
    return [&api, answer](const http_request& request, const path_values& values, answer_handler done) {
      answer(api, request, values, std::move(done));
    };
  };
  return {{"GET", "/v1/labels", access::read, with(show_counts)},
          {"GET", "/v1/labels/{label}", access::read, with(show_labelled)}};
}

}  // namespace hub::net
