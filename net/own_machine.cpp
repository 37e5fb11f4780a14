#include "net/own_machine.hpp"

#include <string>

#include "domain/loopback.hpp"
#include "domain/text.hpp"

namespace hub::net {
namespace {

constexpr std::string_view remedy =
    "; without keys the hub serves programs and pages of its own machine only. Make a key with `convhub key create "
    "NAME "
    "--scope admin` and send it";

/// `[::1]:8787` → `[::1]`, `Localhost:8787` → `localhost`
std::string host_of(std::string_view authority) {
  const auto bracket = authority.rfind(']');
  const auto colon = authority.rfind(':');
  if (colon != authority.npos && (bracket == authority.npos || colon > bracket)) authority = authority.substr(0, colon);
  return lower_ascii(authority);
}

error refusal(std::string code, std::string what) { return fail(std::move(code), std::move(what.append(remedy))); }

/// As much of what a request says as fits into a sentence.
std::string quoted(std::string_view text) { return "'" + std::string(text.substr(0, 100)) + "'"; }

}  // namespace

bool comes_from_this_machine(const http_request& request) {
  std::string_view peer = request.peer;
  constexpr std::string_view mapped = "::ffff:";
  if (peer.starts_with(mapped)) peer.remove_prefix(mapped.size());
  return is_loopback(peer);
}

std::optional<error> comes_from_elsewhere(const http_request& request) {
  if (request.header("sec-fetch-site") == "cross-site")
    return refusal("cross-site", "this request was sent by a page of another site");
  const auto origin = request.header("origin");
  if (origin.empty()) return std::nullopt;
  const auto scheme = origin.find("://");
  if (scheme != origin.npos && is_loopback(host_of(origin.substr(scheme + 3)))) return std::nullopt;
  return refusal("cross-site", "this request was sent by a page of " + quoted(origin));
}

std::optional<error> means_another_host(const http_request& request) {
  const auto host = request.header("host");
  // Browsers always name a host.
  if (host.empty() || is_loopback(host_of(host))) return std::nullopt;
  return refusal("host-foreign", "this request was sent to " + quoted(host));
}

}  // namespace hub::net
