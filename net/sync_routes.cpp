// The pulled sources: how they are, and orders to run, pause, go on or go back.
#include <algorithm>
#include <charconv>
#include <utility>

#include "domain/nearest.hpp"
#include "net/api.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/sync_json.hpp"
#include "net/sync_keeper.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds states_limit(10);
constexpr std::chrono::seconds order_limit(75);  // a pause is committed before it is answered

http_answer as_json(int status, std::string body) {
  return {status, "application/json", std::move(body), {}, nullptr, {}};
}

void show_sources(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  ask_sync_states(api, states_limit, [id = request.request_id, done](const sync_states* states) {
    if (states != nullptr) return done(as_json(200, sync_json(*states)));
    done(overloaded(fail("sync-silent", "the pulled sources do not say how they are; try again"), id, 5));
  });
}

/// 404 with the names there are.
void tell_unknown(const api_context& api, const std::string& source, reply_to to) {
  ask_sync_states(api, states_limit, [source, to](const sync_states* states) {
    std::vector<std::string_view> names;
    std::string list;
    if (states != nullptr)
      for (const auto& each : states->sources) names.emplace_back(each.source);
    for (const auto name : names) list.append(list.empty() ? "" : ", ").append(name);
    auto sentence = "no source '" + source + "' is pulled here";
    if (!list.empty()) sentence += "; there are " + list + "." + did_you_mean(source, names);
    if (source == "json_pull")
      sentence += std::string(list.empty() ? "." : "") +
                  " What the section sources.json_pull pulls is called as its setting 'source' says.";
    to.done(problem(404, fail("sync-unknown", std::move(sentence), "source"), to.request_id));
  });
}

std::string refusal_of(const std::string& source, order_outcome outcome) {
  if (outcome == order_outcome::starting) return source + " starts again after a failure; try again in a moment";
  if (outcome == order_outcome::paused)
    return source + " is paused; POST /v1/sync/" + source + "/resume or 'convhub sync " + source +
           " --resume' lets it go on";
  return "a run of " + source + " is under way already; GET /v1/sync and 'convhub status' say how far it is";
}

/// 202 when any source took the order, else 503 if one may in a moment, else 409; both say why each did not.
http_answer answer_of(const sync_receipt& receipt, std::string_view request_id) {
  const auto& told = receipt.outcomes;
  if (std::any_of(told.begin(), told.end(), [](const auto& each) { return each.second == order_outcome::taken; }))
    return as_json(202, sync_receipt_json(receipt));
  std::string sentence;
  bool busy = false, starting = false;
  for (const auto& [source, outcome] : told) {
    sentence += (sentence.empty() ? "" : "; ") + refusal_of(source, outcome);
    busy = busy || outcome == order_outcome::busy;
    starting = starting || outcome == order_outcome::starting;
  }
  if (starting) return overloaded(fail("sync-starting", std::move(sentence)), request_id);
  return problem(409, fail(busy ? "sync-busy" : "sync-paused", std::move(sentence)), request_id);
}

void tell_nothing(const reply_to& to) {
  to.done(problem(404,
                  fail("nothing-pulled",
                       "nothing is pulled here: enable a source in the settings of 'convhub serve', such as "
                       "[sources.hubspot]; docs/sources.md says how"),
                  to.request_id));
}

void give_order(const api_context& api, sync_order order, reply_to to) {
  if (!api.syncs) return tell_nothing(to);
  api.asks.ask_actor_then<sync_receipt>(api.syncs, order, order_limit, to,
                                        [&api, source = order.source, to](sync_receipt& receipt) {
                                          const auto& told = receipt.outcomes;
                                          if (told.empty()) return tell_nothing(to);
                                          if (told.front().second == order_outcome::unknown)
                                            return tell_unknown(api, source, to);
                                          to.done(answer_of(receipt, to.request_id));
                                        });
}

/// A length of time such as `90d`, in microseconds.
std::optional<instant> length_of(std::string_view text) {
  constexpr std::pair<char, instant> units[] = {{'d', day_us}, {'h', hour_us}, {'m', minute_us}, {'s', second_us}};
  std::int64_t count = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  if (read.ec != std::errc() || read.ptr + 1 != end || count < 1 || count > 1'000'000'000) return std::nullopt;
  for (const auto& [letter, us] : units)
    if (*read.ptr == letter && count <= INT64_MAX / us) return count * us;
  return std::nullopt;
}

/// From when on: `since` as a day, a time or a length of time before *now*; 0, which is everything, without one.
instant read_since(parameter_reader& in, const zone& local, instant now) {
  const auto text = in.text("since");
  if (!text) return 0;
  if (const auto length = length_of(*text)) return std::max<instant>(now - *length, 1);
  const auto day = parse_day(*text);
  const auto at = day ? result<instant>(day_start(*day, local)) : parse_instant(*text);
  if (!at)
    in.refuse(fail("since-malformed",
                   "give a day such as 2026-01-31, a time such as 2026-01-31T12:00:00Z, or how far back, such as 90d",
                   "since"));
  else if (*at > now)
    in.refuse(fail("since-future", "what will change after " + format_instant(*at) + " cannot be read again", "since"));
  else
    return std::max<instant>(*at, 1);
  return 0;
}

handler ordering(const api_context& api, sync_action action) {
  return [&api, action](const http_request& request, const path_values& values, answer_handler done) {
    auto parts = split_target(request.target);
    if (!parts) return done(problem(400, parts.error(), request.request_id));
    parameter_reader in(std::move(parts->parameters));
    sync_order order{action, std::string(values["source"]), 0};
    if (action == sync_action::backfill) order.from = read_since(in, api.defaults.zone, api.now());
    if (const auto complaints = in.finish(); !complaints.empty())
      return done(problem(400, complaints, request.request_id));
    give_order(api, std::move(order), {request.request_id, std::move(done)});
  };
}

}  // namespace

std::vector<route> sync_routes(const api_context& api) {
  const auto show = [&api](const http_request& request, const path_values& values, answer_handler done) {
    show_sources(api, request, values, std::move(done));
  };
  return {{"GET", "/v1/sync", access::read, show},
          {"POST", "/v1/sync", access::admin, ordering(api, sync_action::run)},
          {"POST", "/v1/sync/{source}", access::admin, ordering(api, sync_action::run)},
          {"POST", "/v1/sync/{source}/pause", access::admin, ordering(api, sync_action::pause)},
          {"POST", "/v1/sync/{source}/resume", access::admin, ordering(api, sync_action::resume)},
          {"POST", "/v1/sync/{source}/backfill", access::admin, ordering(api, sync_action::backfill)}};
}

}  // namespace hub::net
