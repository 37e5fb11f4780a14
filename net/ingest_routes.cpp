// Facts in: native items, and the payload of any source by its name. A 2xx means committed and synced.
#include <algorithm>

#include "net/api.hpp"
#include "net/ingest_json.hpp"
#include "net/intake.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "sources/native/native.hpp"
#include "sources/registry.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds rehearsal_limit(110);  // the whole log is read first

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= 32 && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// The parameters that every native route understands; others are ignored, as the contract has it for ingest.
struct ingest_parameters {
  std::string source;
  bool dry_run = false;
  bool compare = false;   ///< say what is known otherwise, to a key that may read; a dry run always does
  std::string rehearsal;  ///< the dry run that the request is a part of; empty: it is the whole of one
  bool last = true;
  std::uint64_t part = 0;     ///< number of the request in it; 0: not numbered
  std::optional<zone> local;  ///< set for items of files, whose times may lack a zone
};

result<ingest_parameters> read_parameters(const http_request& request, const api_context& api,
                                          std::string_view default_source) {
  auto parts = split_target(request.target);
  if (!parts) return parts.error();
  parameter_reader reader(std::move(parts->parameters));
  ingest_parameters p;
  p.source = reader.text("source").value_or(std::string(default_source));
  if (!is_slug(p.source))
    return fail("source-malformed",
                "a source is named by up to 32 lower-case letters, digits and underscores, such as shop_csv", "source");
  p.dry_run = reader.flag("dry_run").value_or(false);
  p.compare = reader.flag("compare").value_or(p.dry_run);
  p.rehearsal = reader.text("rehearsal").value_or("");
  p.last = reader.flag("last").value_or(p.rehearsal.empty());
  if (const auto part = reader.integer("part", 1, 1'000'000'000)) p.part = static_cast<std::uint64_t>(*part);
  if (const auto name = reader.text("tz")) {
    auto zone = api.find_zone(*name);
    if (!zone) return fail(zone.error().code, zone.error().detail, "tz");
    p.local = std::move(*zone);
  }
  for (const auto& complaint : reader.finish())
    if (complaint.pointer == "dry_run" || complaint.pointer == "compare" || complaint.pointer == "part")
      return complaint;
  return p;
}

void take_body(const api_context& api, const http_request& request, intake in, const ingest_parameters& p,
               answer_handler done) {
  if (p.local) in.local = &*p.local;
  auto batch = read_batch(api, request, in);
  if (!batch) return done(problem(400, batch.error(), request.request_id));
  // What conversions are worth is for those who may read.
  batch->compare = p.compare && !api.gate.ask(scope::read, request);
  if (!p.dry_run) return take_in(api, std::move(*batch), {request.request_id, std::move(done)}, receipt_answer);
  api.asks.ask<ingest_receipt>(&hub_actors::rehearsal,
                               rehearsal_request{std::move(*batch), p.rehearsal, p.last, p.part}, rehearsal_limit,
                               {request.request_id, std::move(done)}, [](ingest_receipt& receipt) {
                                 return http_answer{200, "application/json", dry_run_json(receipt), {}, nullptr, {}};
                               });
}

handler native(const api_context& api, sources::parse_function parse, std::string route, std::string default_source) {
  return [&api, parse, route = std::move(route), default_source = std::move(default_source)](
             const http_request& request, const path_values&, answer_handler done) {
    const auto p = read_parameters(request, api, default_source);
    if (!p) return done(problem(400, p.error(), request.request_id));
    take_body(api, request, {parse, route, p->source, {}, {}, nullptr}, *p, std::move(done));
  };
}

void ingest_source(const api_context& api, const http_request& request, const path_values& values,
                   answer_handler done) {
  const auto name = values["source"];
  const auto* adapter = sources::find_adapter(name);
  if (adapter == nullptr)
    return done(problem(404,
                        fail("source-unknown", "there is no source '" + std::string(name) + "'; the sources are " +
                                                   sources::known_adapters() +
                                                   "; native items of any other origin go to "
                                                   "/v1/conversions?source=NAME." +
                                                   sources::adapter_guess(name)),
                        request.request_id));
  auto p = read_parameters(request, api, adapter->name);
  if (!p) return done(problem(400, p.error(), request.request_id));
  take_body(api, request,
            {adapter->parse,
             "ingest/" + std::string(name),
             std::string(adapter->name),
             adapter->name == "meta_capi" ? "/data" : "",
             {},
             nullptr},
            *p, std::move(done));
}

}  // namespace

std::vector<route> ingest_routes(const api_context& api) {
  return {
      {"POST", "/v1/conversions", access::ingest, native(api, sources::parse_conversions, "conversions", "manual")},
      {"POST", "/v1/touchpoints", access::ingest, native(api, sources::parse_touchpoints, "touchpoints", "manual")},
      {"POST", "/v1/adjustments", access::ingest, native(api, sources::parse_adjustments, "adjustments", "manual")},
      {"POST", "/v1/spend", access::ingest, native(api, sources::parse_spend, "spend", "manual")},
      {"POST", "/v1/fx-rates", access::ingest, native(api, sources::parse_fx_rates, "fx-rates", "manual")},
      {"POST", "/v1/identities", access::ingest, native(api, sources::parse_identities, "identities", "manual")},
      {"POST", "/v1/ingest/{source}", access::ingest,
       [&api](const http_request& r, const path_values& v, answer_handler done) {
         ingest_source(api, r, v, std::move(done));
       }},
  };
}

}  // namespace hub::net
