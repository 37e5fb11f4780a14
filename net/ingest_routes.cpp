// Facts in: native items, other sources' payloads, Meta's Conversions API. A 2xx means committed and synced.
#include <algorithm>

#include "net/api.hpp"
#include "net/ingest_json.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "sources/meta_capi.hpp"
#include "sources/native.hpp"
#include "sources/redact.hpp"
#include "sources/registry.hpp"
#include "sources/surrogates.hpp"

namespace hub::net {
namespace {

using std::chrono::seconds;
constexpr seconds commit_limit(30);
constexpr std::size_t most_items = 100'000;

/// What a route takes in: how to read it, and what to call the route in quarantine.
struct intake {
  sources::parse_function parse;
  std::string route;
  std::string source;
  std::string place;  ///< JSON pointer of the array of items: `/data` in Meta's bodies
};

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= 32 && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

ingest_batch seal_items(sources::parsed items, const intake& in, instant received_at) {
  ingest_batch batch{in.source, in.route, received_at, {}};
  batch.items.reserve(items.size());
  for (auto& item : items) {
    auto& out = batch.items.emplace_back();
    out.pointer = in.place + '/' + std::to_string(batch.items.size() - 1);
    if (auto* body = std::get_if<fact_body>(&item)) {
      out.fact = seal(std::move(*body), received_at);
    } else {
      auto& rejected = std::get<sources::rejection>(item);
      out.errors = std::move(rejected.errors);
      // A sentence may quote what stood in the wrong column; what is kept names nobody.
      for (auto& e : out.errors) e.detail = sources::without_emails(e.detail);
      out.raw = std::move(rejected.raw);
    }
  }
  return batch;
}

/// Parses; a character cut in half somewhere is replaced, so that it harms no other item.
result<sources::parsed> parse_whole(sources::parse_function parse, sources::payload payload) {
  auto items = parse(payload);
  if (items.has_value() || items.error().code != "json-malformed") return items;
  const auto mended = sources::without_lone_surrogates(payload.body);
  if (!mended) return items;
  payload.body = *mended;
  return parse(payload);
}

result<ingest_batch> read_batch(const http_request& request, const intake& in, const zone* local, instant now,
                                std::string_view dataset = {}) {
  const sources::payload payload{request.body, request.header("content-type"), in.source, now, local, dataset};
  auto items = parse_whole(in.parse, payload);
  if (!items) return items.error();
  if (items->size() > most_items)
    return fail("too-many-items", "a request may hold " + std::to_string(most_items) + " items; send several requests");
  return seal_items(std::move(*items), in, now);
}

/// The parameters that every native route understands; others are ignored, as the contract has it for ingest.
struct ingest_parameters {
  std::string source;
  bool dry_run = false;
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
  if (const auto name = reader.text("tz")) {
    auto zone = api.find_zone(*name);
    if (!zone) return fail(zone.error().code, zone.error().detail, "tz");
    p.local = std::move(*zone);
  }
  for (const auto& complaint : reader.finish())
    if (complaint.pointer == "dry_run") return complaint;
  return p;
}

void take_in(const api_context& api, const http_request& request, const intake& in, const ingest_parameters& p,
             answer_handler done) {
  auto batch = read_batch(request, in, p.local ? &*p.local : nullptr, api.now());
  if (!batch) return done(problem(400, batch.error(), request.request_id));
  if (p.dry_run) return done({200, "application/json", dry_run_json(*batch), {}, nullptr, {}});
  api.asks.ask<ingest_receipt>(&hub_actors::dedup, std::move(*batch), commit_limit,
                               {request.request_id, std::move(done)}, [](ingest_receipt& receipt) {
                                 return http_answer{200, "application/json", receipt_json(receipt), {}, nullptr, {}};
                               });
}

handler native(const api_context& api, sources::parse_function parse, std::string route, std::string default_source) {
  return [&api, parse, route = std::move(route), default_source = std::move(default_source)](
             const http_request& request, const path_values&, answer_handler done) {
    const auto p = read_parameters(request, api, default_source);
    if (!p) return done(problem(400, p.error(), request.request_id));
    take_in(api, request, {parse, route, p->source, {}}, *p, std::move(done));
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
                                                   "/v1/conversions?source=NAME"),
                        request.request_id));
  auto p = read_parameters(request, api, adapter->name);
  if (!p) return done(problem(400, p.error(), request.request_id));
  take_in(api, request,
          {adapter->parse, "ingest/" + std::string(name), std::string(adapter->name),
           adapter->name == "meta_capi" ? "/data" : ""},
          *p, std::move(done));
}

/// Meta's trace ids are 23 characters; ours is the request's own id, so that the log finds it.
http_answer meta_answer(int status, std::string body) {
  return {status, "application/json", std::move(body), {}, nullptr, {}};
}

void ingest_meta(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  const intake in{sources::parse_meta_capi, "ingest/meta_capi", "meta_capi", "/data"};
  auto batch = read_batch(request, in, nullptr, api.now(), values["dataset_id"]);
  if (!batch) return done(meta_answer(400, meta_error_json(batch.error(), request.request_id)));
  if (batch->items.empty())
    return done(meta_answer(
        400, meta_error_json(fail("data-empty", "the array data must hold at least one event"), request.request_id)));
  const auto trace = request.request_id;
  api.asks.ask<ingest_receipt>(&hub_actors::dedup, std::move(*batch), commit_limit,
                               {request.request_id, std::move(done)}, [trace](ingest_receipt& receipt) {
                                 const bool all_bad =
                                     std::all_of(receipt.results.begin(), receipt.results.end(),
                                                 [](const auto& r) { return r.status == item_status::rejected; });
                                 if (all_bad)
                                   return meta_answer(400, meta_error_json(receipt.results[0].errors.at(0), trace));
                                 return meta_answer(200, meta_receipt_json(receipt, trace));
                               });
}

}  // namespace

std::vector<route> ingest_routes(const api_context& api) {
  const auto meta = [&api](const http_request& r, const path_values& v, answer_handler done) {
    ingest_meta(api, r, v, std::move(done));
  };
  return {
      {"POST", "/v1/conversions", native(api, sources::parse_conversions, "conversions", "manual")},
      {"POST", "/v1/touchpoints", native(api, sources::parse_touchpoints, "touchpoints", "manual")},
      {"POST", "/v1/adjustments", native(api, sources::parse_adjustments, "adjustments", "manual")},
      {"POST", "/v1/spend", native(api, sources::parse_spend, "spend", "manual")},
      {"POST", "/v1/fx-rates", native(api, sources::parse_fx_rates, "fx-rates", "manual")},
      {"POST", "/v1/identities", native(api, sources::parse_identities, "identities", "manual")},
      {"POST", "/v1/ingest/{source}",
       [&api](const http_request& r, const path_values& v, answer_handler done) {
         ingest_source(api, r, v, std::move(done));
       }},
      {"POST", "/v{version:digits}.0/{dataset_id:digits}/events", meta},
      {"POST", "/{dataset_id:digits}/events", meta},
  };
}

}  // namespace hub::net
