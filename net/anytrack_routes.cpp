// AnyTrack's webhook and the postbacks of networks, which come as GET or POST. Neither can act on a refusal: a conversion
// that cannot be taken in is answered 200 and waits in quarantine. Only a sender without token and a body that nobody can
// read are refused.
#include <algorithm>

#include "net/api.hpp"
#include "net/credentials.hpp"
#include "net/delivery_json.hpp"
#include "net/intake.hpp"
#include "net/problem.hpp"
#include "net/secret_compare.hpp"
#include "sources/anytrack/anytrack.hpp"
#include "sources/form.hpp"

namespace hub::net {
namespace {

/// What was given as token, in any of the places where one may stand: the parameters `token` and `key`, a Bearer token,
/// the header X-AnyTrack-Token.
std::vector<std::string> tokens_of(const http_request& request) {
  std::vector<std::string> given;
  const std::string_view target = request.target;
  const auto question = std::min(target.find('?'), target.size());
  for (auto& [name, value] : sources::parse_urlencoded(target.substr(std::min(question + 1, target.size()))))
    if (name == "token" || name == "key") given.push_back(std::move(value));
  given.emplace_back(bearer_token(request.header("authorization")));
  given.emplace_back(request.header("x-anytrack-token"));
  std::erase(given, std::string());
  return given;
}

/// Why the sender is not let in: no token that is configured came with the request or, where none is configured, no key of
/// the hub.
std::optional<turned_away> not_let_in(const api_context& api, const http_request& request) {
  const auto keys = api.doors.keys();
  const auto& tokens = keys->anytrack_tokens;
  const auto given = tokens_of(request);
  if (tokens.empty()) return api.gate.ask(scope::ingest, request, given);
  const auto refuse = [](const char* code, const char* sentence) { return turned_away{401, fail(code, sentence)}; };
  if (given.empty())
    return refuse("token-missing",
                  "no token came with the request; send it as the parameter token, as a Bearer token or in the header "
                  "X-AnyTrack-Token");
  for (const auto& each : given)
    if (any_secret(each, tokens)) return std::nullopt;
  return refuse("token-unknown",
                "the token is none of those configured under sources.anytrack.tokens; use one of them");
}

void take_webhook(const api_context& api, const http_request& request, answer_handler done) {
  if (const auto why = not_let_in(api, request)) {
    api.counts.turned_away("anytrack");
    return done(problem(*why, request.request_id));
  }
  const intake in{sources::parse_anytrack, "ingest/anytrack", "anytrack", {}, {}, nullptr};
  auto batch = read_batch(api, request, in);
  if (!batch)
    return done(problem(batch.error().code == "body-too-large" ? 413 : 400, batch.error(), request.request_id));
  take_in(api, std::move(*batch), {request.request_id, std::move(done)}, [](ingest_receipt& receipt) {
    return http_answer{200, "application/json", delivery_json(receipt), {}, nullptr, {}};
  });
}

}  // namespace

std::vector<route> anytrack_routes(const api_context& api) {
  const handler take = [&api](const http_request& request, const path_values&, answer_handler done) {
    take_webhook(api, request, std::move(done));
  };
  // Whoever only looks whether the address is there has reported nothing.
  const handler look = [](const http_request&, const path_values&, answer_handler done) {
    done({200, "application/json", {}, {}, nullptr, {}});
  };
  return {{"GET", "/webhooks/anytrack", access::own_ingest, take},
          {"HEAD", "/webhooks/anytrack", access::open, look},
          {"POST", "/webhooks/anytrack", access::own_ingest, take}};
}

}  // namespace hub::net
