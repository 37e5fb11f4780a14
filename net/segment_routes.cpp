// Segment's HTTP tracking API, so that the libraries of Segment, RudderStack and others deliver to the hub unchanged. They
// retry a 5xx or 429 and give up on any other refusal, some of them together with their host process; so whatever is
// readable is answered 200, and what is wrong with an item stands in quarantine. Libraries in browsers ask from pages of
// other origins, and those of Segment use short names for the calls.
#include "net/api.hpp"
#include "net/content_coding.hpp"
#include "net/credentials.hpp"
#include "net/cross_origin.hpp"
#include "net/delivery_json.hpp"
#include "net/intake.hpp"
#include "net/json_writer.hpp"
#include "net/secret_compare.hpp"
#include "sources/segment/segment.hpp"

namespace hub::net {
namespace {

constexpr std::string_view gzip_magic = "\x1f\x8b\x08";

/// A refusal in Segment's shape.
http_answer refusal_in_segments_shape(int status, const error& what, std::string_view request_id) {
  json_writer json;
  json.begin_object().member("success", false).member("code", what.code);
  json.member("message", what.pointer.empty() ? what.detail : what.pointer + ": " + what.detail);
  json.member("request_id", request_id).end_object().end_line();
  return {status, "application/json", json.take(), {}, nullptr, {}};
}

http_answer refusal(const turned_away& why, std::string_view request_id) {
  auto answer = refusal_in_segments_shape(why.status, why.why, request_id);
  if (why.status != 401) add_headers(why, answer);
  if (why.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Basic realm=\"write key\"");
  return answer;
}

/// The write key in the body, which may be gzip without saying so.
std::string key_in_body(const api_context& api, const http_request& request) {
  if (!request.body.starts_with(gzip_magic)) return sources::segment_write_key(request.body);
  const auto plain = decoded("gzip", request.body, api.max_decoded_bytes);
  return plain ? sources::segment_write_key(*plain) : std::string();
}

/// Why the sender is not let in: neither a configured write key nor a key of the hub came with the request, though there
/// are some.
std::optional<turned_away> not_let_in(const api_context& api, const http_request& request) {
  const auto in_force = api.doors.keys();
  const auto& keys = in_force->segment_write_keys;
  if (keys.empty() && !api.gate.keyed()) return api.gate.ask(scope::pixel, request);
  const auto authorization = request.header("authorization");
  const auto user = basic_user(authorization);
  const auto token = bearer_token(authorization);
  if (any_secret(user, keys) || any_secret(token, keys)) return std::nullopt;
  const auto in_body = key_in_body(api, request);
  if (any_secret(in_body, keys)) return std::nullopt;
  if (api.gate.keyed()) return api.gate.ask(scope::pixel, request, std::vector{user, in_body});
  if (user.empty() && token.empty() && in_body.empty())
    return turned_away{
        401,
        fail("write-key-missing",
             "no write key came with the request; send it as the user of Basic authorization, as a Bearer token or "
             "as writeKey in the body")};
  return turned_away{
      401, fail("write-key-unknown",
                "the write key is none of those configured under sources.segment.write_keys; use one of them")};
}

/// @param place JSON pointer of the array of calls
void take_calls(const api_context& api, const http_request& request, sources::parse_function parse,
                std::string_view place, answer_handler done) {
  if (const auto why = not_let_in(api, request)) {
    api.counts.turned_away("segment");
    return done(refusal(*why, request.request_id));
  }
  // A rejected call is kept with its type, so that one parser reads it again whichever route it came by.
  const intake in{parse, "ingest/segment", "segment", std::string(place), {}, nullptr};
  auto batch = read_batch(api, request, in);
  if (!batch)
    return done(refusal_in_segments_shape(batch.error().code == "body-too-large" ? 413 : 400, batch.error(),
                                          request.request_id));
  take_in(api, std::move(*batch), {request.request_id, std::move(done)}, [](ingest_receipt& receipt) {
    return http_answer{200, "application/json", delivery_json(receipt), {}, nullptr, {}};
  });
}

}  // namespace

std::vector<route> segment_routes(const api_context& api) {
  std::vector<route> routes;
  const auto add = [&](std::string_view path, sources::parse_function parse, std::string_view place = {}) {
    routes.push_back({"POST", path, access::own_pixel,
                      [&api, parse, place](const http_request& request, const path_values&, answer_handler done) {
                        take_calls(api, request, parse, place, readable_by_pages(request, std::move(done)));
                      }});
    routes.push_back(
        {"OPTIONS", path, access::open, [](const http_request& request, const path_values&, answer_handler done) {
           done(preflight(request, "POST, OPTIONS"));
         }});
  };
  for (const auto path : {"/v1/batch", "/v1/b", "/v1/import"}) add(path, sources::parse_segment, "/batch");
  for (const auto path : {"/v1/track", "/v1/t"}) add(path, sources::parse_segment_as<"track">);
  for (const auto path : {"/v1/page", "/v1/p"}) add(path, sources::parse_segment_as<"page">);
  for (const auto path : {"/v1/screen", "/v1/s"}) add(path, sources::parse_segment_as<"screen">);
  for (const auto path : {"/v1/identify", "/v1/i"}) add(path, sources::parse_segment_as<"identify">);
  for (const auto path : {"/v1/alias", "/v1/a"}) add(path, sources::parse_segment_as<"alias">);
  for (const auto path : {"/v1/group", "/v1/g"}) add(path, sources::parse_segment_as<"group">);
  return routes;
}

}  // namespace hub::net
