// Forgetting a person: whoever the key names is erased from the log, from quarantine and from memory, for good.
#include <openssl/rand.h>

#include <array>

#include "domain/sha256.hpp"
#include "net/api.hpp"
#include "net/contact_key.hpp"
#include "net/json_writer.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds erasure_limit(600);  // the whole log is read, twice

std::string receipt_json(const erasure_receipt& receipt, bool dry_run) {
  json_writer out;
  out.begin_object().member("contact_id", receipt.contact).member("dry_run", dry_run);
  out.member("identifiers", receipt.identifiers).member("touchpoints", receipt.touches);
  out.member("conversions", receipt.conversions);
  if (!dry_run) out.member("facts", receipt.facts).member("quarantined", receipt.quarantined);
  out.member("data_seq", receipt.data_seq).end_object().end_line();
  return out.take();
}

result<std::string> random_secret() {
  std::array<unsigned char, 32> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
    return fail("no-randomness", "the system gave no random bytes; try again");
  return to_hex(random);
}

void erase(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  const bool dry_run = in.flag("dry_run").value_or(false);
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  const auto key = parse_contact_key(values["key"]);
  if (!key) return done(problem(400, fail(key.error().code, key.error().detail, "key"), request.request_id));
  auto secret = random_secret();
  if (!secret) return done(overloaded(secret.error(), request.request_id));
  api.asks.ask<erasure_receipt>(
      &hub_actors::dedup, erasure_request{*key, std::move(*secret), api.now(), dry_run}, erasure_limit,
      {request.request_id, std::move(done)}, [dry_run, request_id = request.request_id](erasure_receipt& receipt) {
        if (receipt.contact.empty())
          return problem(404, fail("contact-unknown", "no contact is known by this key", "key"), request_id);
        if (receipt.failure) return overloaded(*receipt.failure, request_id);
        return http_answer{200, "application/json", receipt_json(receipt, dry_run), {}, nullptr, {}};
      });
}

}  // namespace

std::vector<route> erasure_routes(const api_context& api) {
  return {{"DELETE", "/v1/contacts/{key}", access::admin,
           [&api](const http_request& request, const path_values& values, answer_handler done) {
             erase(api, request, values, std::move(done));
           }}};
}

}  // namespace hub::net
