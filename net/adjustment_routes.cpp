// Refunds and the like by what became of them: which wait for their sale, ask for more than is left, or do not count.
#include <limits>

#include "net/api.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/record_json.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds page_limit(30);
constexpr std::int64_t longest_page = 1'000;

void write_adjustment(json_writer& out, const listed_adjustment& a) {
  out.begin_object().member("source", a.source).member("external_id", a.external_id);
  out.member("kind", to_string(entry_of(a.kind))).member("occurred_at", format_instant(a.at));
  write_money(out, "amount", a.amount.value_or(0), a.currency, a.amount && a.currency);
  write_text(out, "order_id", a.order_id);
  write_text(out, "sale_source", a.sale_source);
  write_text(out, "sale_external_id", a.sale_external_id);
  write_text(out, "conversion_id", a.conversion ? conversion_id(*a.conversion) : std::string());
  out.end_object();
}

std::string adjustments_json(const adjustments_answer& answer, entry_note note) {
  json_writer out;
  out.begin_object().member("note", to_string(note)).key("data").begin_array();
  for (const auto& a : answer.adjustments) write_adjustment(out, a);
  out.end_array().key("next_cursor");
  answer.next ? out.value(std::to_string(*answer.next)) : out.value(nullptr);
  out.member("data_seq", answer.data_seq).end_object().end_line();
  return out.take();
}

void list_adjustments(const api_context& api, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  adjustments_request question;
  const auto note = in.choice("note", {"waits-for-sale", "over-refund", "repeated", "currency-differs",
                                       "already-reversed", "already-stands", "counted"});
  if (note) question.note = parse_entry_note(*note).value_or(question.note);
  if (const auto limit = in.integer("limit", 1, longest_page)) question.limit = static_cast<std::size_t>(*limit);
  if (const auto past = in.integer("cursor", 0, std::numeric_limits<std::uint32_t>::max()))
    question.past = static_cast<std::uint32_t>(*past);
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  api.asks.ask<adjustments_answer>(&hub_actors::dedup, question, page_limit, {request.request_id, std::move(done)},
                                   [note = question.note](adjustments_answer& a) {
                                     return http_answer{200, "application/json", adjustments_json(a, note), {}, nullptr,
                                                        {}};
                                   });
}

}  // namespace

std::vector<route> adjustment_routes(const api_context& api) {
  return {{"GET", "/v1/adjustments", access::read,
           [&api](const http_request& request, const path_values&, answer_handler done) {
             list_adjustments(api, request, std::move(done));
           }}};
}

}  // namespace hub::net
