// Conversions as they are unified, as Server-Sent Events. An event's id is its position in the log, so a reader that was
// away goes on where it stopped (Last-Event-ID); what is not kept any more is said as a gap, never skipped in silence. A
// slow reader is asked for nothing it has not read: it holds a place in the log, not a queue.
#include "net/api.hpp"
#include "net/conversion_parameters.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/record_json.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds reply_limit(60);  // the feed itself answers within 15 s
constexpr std::size_t entries_a_piece = 200;

void write_decision(json_writer& out, const decision& d) {
  out.begin_object().member("event_id", conversion_id(d.event)).member("rule", to_string(d.rule));
  write_text(out, "before", d.before == key128{} ? "" : conversion_id(d.before));
  out.member("conversion_id", conversion_id(d.after));
  write_text(out, "matched_source", d.matched_source);
  write_text(out, "keys", d.keys);
  out.member("delta_seconds", static_cast<double>(d.distance_us) / static_cast<double>(second_us)).end_object();
}

std::string entry_json(const feed_entry& e) {
  json_writer out;
  out.begin_object().member("data_seq", e.seq).member("received_at", format_instant(e.received_at));
  out.member("occurred_at", format_instant(e.occurred_at)).member("source", e.source);
  out.member("external_id", e.external_id).member("type", e.type);
  write_text(out, "event_id", e.adjustment ? "" : conversion_id(e.event));
  const auto value = e.value.value_or(money{});
  write_money(out, "value", value.minor, value.currency, e.value.has_value());
  out.key("decisions").begin_array();
  for (const auto& each : e.decisions) write_decision(out, each);
  out.end_array().end_object();
  return out.take();
}

std::string event_text(std::string_view name, std::uint64_t id, std::string_view data) {
  std::string text = "event: ";
  text.append(name).append("\nid: ").append(std::to_string(id)).append("\ndata: ").append(data).append("\n\n");
  return text;
}

std::string text_of(std::optional<std::uint64_t> asked, const feed_reply& reply) {
  std::string text;
  if (reply.gap_until) {
    json_writer gap;
    gap.begin_object().member("after", asked.value_or(0)).member("until", *reply.gap_until);
    gap.member("detail", "what came in between is not kept here any more; read it from the list of conversions");
    gap.end_object();
    text += event_text("gap", *reply.gap_until, gap.take());
  }
  for (const auto& each : reply.entries)
    text += event_text(each.adjustment ? "adjustment" : "conversion", each.seq, entry_json(each));
  return text.empty() ? ": nothing new\n\n" : text;
}

class news_stream : public body_stream, public std::enable_shared_from_this<news_stream> {
 public:
  news_stream(const gateway& asks, std::optional<std::uint64_t> after, std::function<bool()> welcome)
      : asks_(asks), after_(after), welcome_(std::move(welcome)) {}

  void next(std::function<void(piece)> ready) override {
    if (!std::exchange(welcomed_, true)) return ready({"retry: 2000\n: convhub\n\n", false, false});
    const reply_to failed{{}, [ready](const http_answer&) { ready({{}, false, true}); }};
    asks_.ask_then<feed_reply>(&hub_actors::feed, feed_request{after_, entries_a_piece}, reply_limit, failed,
                               [self = shared_from_this(), ready](feed_reply& reply) {
                                 if (!self->welcome_()) return ready({{}, true, false});
                                 auto text = text_of(self->after_, reply);
                                 self->after_ = reply.last_seq;
                                 ready({std::move(text), false, false});
                               });
  }

 private:
  const gateway& asks_;
  std::optional<std::uint64_t> after_;
  std::function<bool()> welcome_;  ///< whether the key that opened this is still in force
  bool welcomed_ = false;
};

result<std::optional<std::uint64_t>> position_in(std::string_view text, const char* place) {
  if (text.empty()) return std::optional<std::uint64_t>();
  std::uint64_t seq = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seq);
  if (fault != std::errc() || end != text.data() + text.size())
    return fail("position-malformed", "give a position of the log, such as the id of the last event that was read",
                place);
  return std::optional(seq);
}

void show_stream(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  auto after = position_in(in.text("after").value_or(""), "after");
  if (!after) in.refuse(after.error());
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  // A browser that comes again says where it was, whatever the address says.
  auto last = position_in(request.header("last-event-id"), "Last-Event-ID");
  if (!last) return done(problem(400, last.error(), request.request_id));
  http_answer answer;
  answer.content_type = "text/event-stream";
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.headers.emplace_back("X-Accel-Buffering", "no");
  answer.stream = std::make_shared<news_stream>(api.asks, *last ? *last : *after, api.gate.still_welcome(request));
  answer.endless = true;
  done(std::move(answer));
}

}  // namespace

std::vector<route> stream_routes(const api_context& api) {
  return {{"GET", "/v1/stream", access::read,
           [&api](const http_request& request, const path_values& values, answer_handler done) {
             show_stream(api, request, values, std::move(done));
           }}};
}

}  // namespace hub::net
