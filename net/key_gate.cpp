#include "net/key_gate.hpp"

#include <vector>

#include "net/credentials.hpp"
#include "net/own_machine.hpp"
#include "net/problem.hpp"

namespace hub::net {
namespace {

bool is_of_this_process(const http_request& request) { return request.peer.empty(); }

turned_away scope_missing(scope needs, std::string_view held) {
  const auto name = std::string(to_string(needs));
  return {403, fail("scope-missing",
                    "this needs a key with the scope " + name + "; the key that came has " + std::string(held))};
}

}  // namespace

void add_headers(const turned_away& why, http_answer& answer) {
  if (why.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (why.status == 429) answer.headers.emplace_back("Retry-After", std::to_string(why.retry_after_s));
}

http_answer problem(const turned_away& why, std::string_view request_id) {
  auto answer = problem(why.status, why.why, request_id);
  add_headers(why, answer);
  return answer;
}

std::optional<turned_away> key_gate::ask_without_keys(scope needs, const http_request& request) const {
  if (!comes_from_this_machine(request))
    return turned_away{401,
                       fail("key-missing",
                            "the hub has no keys yet, and without them it serves its own machine only; make one there "
                            "with `convhub key create NAME --scope admin`")};
  if (needs == scope::pixel) return std::nullopt;  // pages of other sites send these, by design
  if (auto why = comes_from_elsewhere(request)) return turned_away{403, std::move(*why)};
  if (needs == scope::ingest) return std::nullopt;  // a proxy that passes webhooks and events on may keep its name
  if (auto why = means_another_host(request)) return turned_away{403, std::move(*why)};
  return std::nullopt;
}

std::optional<turned_away> key_gate::ask(scope needs, const http_request& request, std::span<const std::string> given) {
  if (is_of_this_process(request)) return std::nullopt;
  if (!keys_.keyed()) return ask_without_keys(needs, request);
  std::vector<std::string_view> secrets(given.begin(), given.end());
  secrets.push_back(bearer_token(request.header("authorization")));
  std::erase(secrets, std::string_view());
  if (secrets.empty())
    return turned_away{401,
                       fail("key-missing", "no key came with the request; send one as 'Authorization: Bearer KEY'")};
  std::optional<scope_set> held;
  for (const auto secret : secrets) {
    const auto key = keys_.find(secret);
    if (!key) continue;
    if (key->scopes.allows(needs)) return std::nullopt;
    held = key->scopes;
  }
  if (held) return scope_missing(needs, to_string(*held));
  if (const int wait = wrong_.note(request.peer, now_()); wait > 0)
    return turned_away{429,
                       fail("keys-too-many-wrong",
                            "too many wrong keys came from this address; a right one is taken at "
                            "once, a wrong one is looked at again in " +
                                std::to_string(wait) + " s"),
                       wait};
  return turned_away{401, fail("key-unknown",
                               "the key is none of the hub's, or was revoked; `convhub key list` shows those "
                               "in force")};
}

std::function<bool()> key_gate::still_welcome(const http_request& request) const {
  if (is_of_this_process(request)) return [] { return true; };
  const auto key = keys_.find(bearer_token(request.header("authorization")));
  return [&keys = keys_, id = key ? key->id : 0] { return keys.is_live(id) || !keys.keyed(); };
}

}  // namespace hub::net
