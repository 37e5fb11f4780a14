// Keys: listed, made and revoked while the hub runs, in force from the answer on. A secret is in one answer only, that to
// its making.
#include <algorithm>

#include "domain/sha256.hpp"
#include "net/api.hpp"
#include "net/body_reader.hpp"
#include "net/json_writer.hpp"
#include "net/key_secret.hpp"
#include "net/no_parameters.hpp"
#include "net/problem.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds change_limit(60);
constexpr std::size_t longest_name = 100;
constexpr std::ptrdiff_t most_live_keys = 1'000;
constexpr std::string_view no_admin_left =
    "no live key has the scope admin, so nobody can make or revoke keys over HTTP; stop the hub and make one with "
    "`convhub key create NAME --scope admin --data DIR`";

http_answer as_json(int status, json_writer& out) {
  out.end_line();
  return {status, "application/json", out.take(), {{"Cache-Control", "no-store"}}, nullptr, {}};
}

void write_members(json_writer& out, const access_key& key) {
  out.member("id", key_id(key.id)).member("name", key.name).key("scopes").begin_array();
  for (const auto each : {scope::pixel, scope::ingest, scope::read, scope::admin})
    if (key.scopes.has(each)) out.value(to_string(each));
  out.end_array().member("ending", key.ending).member("created_at", format_instant(key.created_at));
  out.key("revoked_at");
  if (key.revoked_at)
    out.value(format_instant(*key.revoked_at));
  else
    out.value(nullptr);
}

void list_keys(const api_context& api, const http_request&, const path_values&, answer_handler done) {
  json_writer out;
  out.begin_object().key("data").begin_array();
  for (const auto& each : *api.keys.all()) {
    out.begin_object();
    write_members(out, each);
    out.end_object();
  }
  out.end_array().end_object();
  done(as_json(200, out));
}

/// Has *change* kept, puts it in force, and answers with the key concerned.
/// @param secret of a key that is made, to be shown this once
void carry_out(const api_context& api, key_change change, std::string secret, reply_to to) {
  const int status = change.made ? 201 : 200;
  api.asks.ask<key_receipt>(&hub_actors::writer, std::move(change), change_limit, to,
                            [&api, to, status, secret = std::move(secret)](key_receipt& receipt) {
                              if (receipt.failure && receipt.failure->code == "key-unknown")
                                return problem(404, *receipt.failure, to.request_id);
                              if (receipt.failure) return overloaded(*receipt.failure, to.request_id);
                              api.keys.hold(receipt.keys);
                              json_writer out;
                              out.begin_object();
                              for (const auto& each : receipt.keys)
                                if (each.id == receipt.id) write_members(out, each);
                              if (!secret.empty()) out.member("secret", secret);
                              if (!api.keys.has_live_admin()) out.member("note", no_admin_left);
                              out.end_object();
                              return as_json(status, out);
                            });
}

scope_set read_scopes(body_reader& in) {
  std::string listed;
  for (const auto& each : in.texts("scopes").value_or(std::vector<std::string>())) listed += each + ',';
  const auto scopes = parse_scopes(listed);
  if (!scopes) in.refuse(fail(scopes.error().code, scopes.error().detail, "/scopes"));
  return scopes ? *scopes : scope_set();
}

void make_key(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  body_reader in(request.body);
  access_key key;
  key.name = in.text("name").value_or("");
  if (key.name.empty() || key.name.size() > longest_name)
    in.refuse(fail("key-name", "name whom or what the key is for, in 1 to 100 bytes", "/name"));
  key.scopes = read_scopes(in);
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  const auto known = api.keys.all();
  if (std::count_if(known->begin(), known->end(), [](const auto& k) { return k.live(); }) >= most_live_keys)
    return done(problem(409, fail("keys-too-many", "there are 1,000 live keys already; revoke those not in use"),
                        request.request_id));
  auto secret = make_key_secret();
  if (!secret) return done(overloaded(secret.error(), request.request_id));
  key.secret_sha256 = sha256_hex(*secret);
  key.ending = secret->substr(secret->size() - 4);
  key.created_at = api.now();
  carry_out(api, {std::move(key), 0, 0}, std::move(*secret), {request.request_id, std::move(done)});
}

void revoke_key(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  const auto id = parse_key_id(values["id"]);
  if (!id)
    return done(problem(404,
                        fail("key-unknown", "a key's id is key_ and a number; `convhub key list` shows them", "id"),
                        request.request_id));
  carry_out(api, {{}, *id, api.now()}, {}, {request.request_id, std::move(done)});
}

}  // namespace

std::vector<route> key_routes(const api_context& api) {
  const auto with = [&api](auto answer) {
    return without_parameters([&api, answer](const http_request& request, const path_values& values,
                                             answer_handler done) { answer(api, request, values, std::move(done)); });
  };
  return {{"GET", "/v1/keys", access::admin, with(list_keys)},
          {"POST", "/v1/keys", access::admin, with(make_key)},
          {"DELETE", "/v1/keys/{id}", access::admin, with(revoke_key)}};
}

}  // namespace hub::net
