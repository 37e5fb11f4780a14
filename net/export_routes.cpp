// Downloads. The first page is asked for before the answer begins, so that a hub that cannot answer says so with a
// status; a failure after that breaks the download off, because half a file must not look whole.
#include "net/api.hpp"
#include "net/conversion_export.hpp"
#include "net/conversion_parameters.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/rendered_report.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds page_limit(60);
constexpr std::size_t page_size = 1'000;

page_source pages_from(const gateway& asks, std::string request_id) {
  return [&asks, request_id = std::move(request_id)](conversions_request request,
                                                     std::function<void(conversions_answer*)> ready) {
    const reply_to failed{request_id, [ready](const http_answer&) { ready(nullptr); }};
    asks.ask_then<conversions_answer>(&hub_actors::report, std::move(request), page_limit, failed,
                                      [ready](conversions_answer& page) { ready(&page); });
  };
}

void begin(const api_context& api, export_format format, const conversions_request& request, const reply_to& to) {
  api.asks.ask<conversions_answer>(
      &hub_actors::report, request, page_limit, to,
      [&api, format, request, request_id = to.request_id](conversions_answer& first) {
        http_answer answer;
        answer.content_type = content_type_of(format);
        answer.headers.emplace_back("Content-Disposition",
                                    "attachment; filename=\"conversions." + std::string(to_string(format)) + "\"");
        announce_unknown(answer, first.unknown);
        answer.stream = export_conversions(format, request, std::move(first), pages_from(api.asks, request_id));
        return answer;
      });
}

void export_all(const api_context& api, export_format format, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  auto choice = read_conversion_choice(in, api.defaults.zone, api.find_zone);
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  choice.request.limit = page_size;
  const reply_to to{request.request_id, std::move(done)};
  if (!choice.needs_ids()) return begin(api, format, choice.request, to);
  const id_lookup who{choice.contact, choice.text};
  api.asks.ask_then<ids_found>(
      &hub_actors::dedup, who, page_limit, to, [&api, format, to, choice = std::move(choice)](ids_found& found) {
        if (choice.contact && !found.known)
          return to.done(
              problem(404, fail("contact-unknown", "no contact is known by this key", "contact"), to.request_id));
        auto question = choice.request;
        question.ids = std::move(found.ids);
        begin(api, format, question, to);
      });
}

}  // namespace

std::vector<route> export_routes(const api_context& api) {
  const auto conversions = [&api](export_format format) {
    return [&api, format](const http_request& request, const path_values&, answer_handler done) {
      export_all(api, format, request, std::move(done));
    };
  };
  return {
      {"GET", "/v1/export/conversions.csv", access::read, conversions(export_format::csv)},
      {"GET", "/v1/export/conversions.ndjson", access::read, conversions(export_format::ndjson)},
      {"GET", "/v1/export/conversions.json", access::read, conversions(export_format::json)},
  };
}

}  // namespace hub::net
