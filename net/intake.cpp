#include "net/intake.hpp"

#include <memory>

#include "net/content_coding.hpp"
#include "net/ingest_json.hpp"
#include "sources/sealed_items.hpp"
#include "sources/surrogates.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds commit_limit(30);
constexpr std::size_t most_items = 100'000;
constexpr std::string_view gzip_magic = "\x1f\x8b\x08";

/// Parses; a character cut in half somewhere is replaced, so that it harms no other item.
result<sources::parsed> parse_whole(sources::parse_function parse, sources::payload payload) {
  auto items = parse(payload);
  if (items.has_value() || items.error().code != "json-malformed") return items;
  const auto mended = sources::without_lone_surrogates(payload.body);
  if (!mended) return items;
  payload.body = *mended;
  return parse(payload);
}

std::string_view query_of(std::string_view target) {
  const auto question = target.find('?');
  return question == target.npos ? std::string_view() : target.substr(question + 1);
}

result<ingest_batch> parse_batch(const api_context& api, const http_request& request, const intake& in) {
  std::string unpacked;
  std::string_view body = request.body;
  if (body.starts_with(gzip_magic)) {
    auto plain = decoded("gzip", request.body, in.most_decoded == 0 ? api.max_decoded_bytes : in.most_decoded);
    if (!plain) return plain.error();
    unpacked = std::move(*plain);
    body = unpacked;
  }
  const auto now = api.now();
  const auto reads = api.doors.reads();
  const sources::payload payload{.body = body,
                                 .content_type = request.header("content-type"),
                                 .source = in.source,
                                 .received_at = now,
                                 .local = in.local,
                                 .dataset = in.dataset,
                                 .query = query_of(request.target),
                                 .headers = request.headers,
                                 .settings = reads.get()};
  auto parsed = parse_whole(in.parse, payload);
  if (!parsed) return parsed.error();
  if (parsed->items.size() > most_items)
    return fail("too-many-items", "a request may hold " + std::to_string(most_items) + " items; send several requests");
  return seal_items(std::move(*parsed), in, now);
}

}  // namespace

ingest_batch seal_items(sources::parsed parsed, const intake& in, instant received_at) {
  return {in.source, in.route + (in.local == nullptr ? "" : zone_mark + in.local->name), received_at,
          sources::sealed_items(std::move(parsed), in.place, received_at), in.dataset};
}

result<ingest_batch> read_batch(const api_context& api, const http_request& request, const intake& in) {
  auto batch = parse_batch(api, request, in);
  if (batch) return batch;
  api.counts.turned_away(in.source);
  return batch;
}

ingest_batch read_batch_or_keep(const api_context& api, const http_request& request, const intake& in,
                                std::string (*redact)(std::string_view)) {
  auto batch = parse_batch(api, request, in);
  if (batch) return std::move(*batch);
  sources::parsed one;
  one.items.emplace_back(sources::rejection{{batch.error()}, redact(request.body)});
  return seal_items(std::move(one), in, api.now());
}

void take_in_then(const api_context& api, ingest_batch batch, reply_to to, std::function<void(ingest_receipt&)> then) {
  const auto items = batch.items.size();
  const auto source = batch.source;
  api.counts.received(source, items);
  const reply_to refusing{to.request_id, [&api, source, items, done = to.done](http_answer answer) {
                            api.counts.refused(source, items);
                            done(std::move(answer));
                          }};
  api.asks.ask_then<ingest_receipt>(&hub_actors::dedup, std::move(batch), commit_limit, refusing,
                                    [&api, source, then = std::move(then)](ingest_receipt& receipt) {
                                      api.counts.settled(source, receipt.results);
                                      then(receipt);
                                    });
}

void take_in(const api_context& api, ingest_batch batch, reply_to to,
             std::function<http_answer(ingest_receipt&)> render) {
  take_in_then(api, std::move(batch), to,
               [to, render = std::move(render)](ingest_receipt& receipt) { to.done(render(receipt)); });
}

http_answer receipt_answer(ingest_receipt& receipt) {
  return {200, "application/json", receipt_json(receipt), {}, nullptr, {}};
}

}  // namespace hub::net
