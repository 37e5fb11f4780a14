// The rhythms of the sources: events an hour against the same hours of other weeks.
#include "messages/rhythms.hpp"

#include "net/api.hpp"
#include "net/json_writer.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds answer_limit(10);
constexpr std::int64_t most_hours = 7 * 24;

void write_hours(json_writer& out, const std::vector<hour_of_rhythm>& hours) {
  out.key("hours").begin_array();
  for (const auto& each : hours) {
    out.begin_object().member("hour", format_instant(each.begin)).member("events", each.events);
    out.member("usual", each.usual).end_object();
  }
  out.end_array();
}

std::string rhythms_json(const rhythms_answer& answer) {
  json_writer out;
  out.begin_object().member("at", format_instant(answer.at)).member("ready", answer.ready).key("sources").begin_array();
  for (const auto& each : answer.sources) {
    out.begin_object().member("source", each.source).member("last_event", format_instant(each.last));
    out.member("usual_since_last", each.usual_since_last).member("silent", each.silent);
    write_hours(out, each.hours);
    out.end_object();
  }
  out.end_array().end_object().end_line();
  return out.take();
}

http_answer as_json(std::string body) { return {200, "application/json", std::move(body), {}, nullptr, {}}; }

void show_rhythms(const api_context& api, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  const rhythms_request question{static_cast<std::int32_t>(in.integer("hours", 1, most_hours).value_or(24))};
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  if (!api.lookout)
    return done(problem(404, fail("rhythm-unknown", "this hub pulls nothing and watches no source, as a demo does"),
                        request.request_id));
  const reply_to to{request.request_id, std::move(done)};
  api.asks.ask_actor_then<rhythms_answer>(api.lookout, question, answer_limit, to,
                                          [to](rhythms_answer& answer) { to.done(as_json(rhythms_json(answer))); });
}

}  // namespace

std::vector<route> rhythm_routes(const api_context& api) {
  return {
      {"GET", "/v1/rhythm", access::read, [&api](const http_request& request, const path_values&, answer_handler done) {
         show_rhythms(api, request, std::move(done));
       }}};
}

}  // namespace hub::net
