// Input that could not be taken in: look at it, try it again, give it up.
#include <charconv>

#include "net/api.hpp"
#include "net/no_parameters.hpp"
#include "net/operation_json.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "net/quarantine_replay.hpp"
#include "net/query.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds page_limit(30);
constexpr std::chrono::seconds commit_limit(30);
constexpr std::string_view reject_prefix = "rj_";
constexpr std::int64_t longest_page = 1'000;

http_answer as_json(std::string body) { return {200, "application/json", std::move(body), {}, nullptr, {}}; }

/// The number in `rj_<number>`.
std::optional<std::uint64_t> reject_number(std::string_view text) {
  std::uint64_t number = 0;
  if (!text.starts_with(reject_prefix)) return std::nullopt;
  text.remove_prefix(reject_prefix.size());
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

quarantine_filter read_filter(parameter_reader& in) {
  quarantine_filter which;
  which.source = in.text("source").value_or("");
  which.code = in.text("code").value_or("");
  return which;
}

void show_quarantine(const api_context& api, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  quarantine_request question;
  question.which = read_filter(in);
  const auto state = in.choice("state", {"open", "replayed", "discarded", "all"}).value_or("open");
  for (const auto each : {quarantine_state::open, quarantine_state::replayed, quarantine_state::discarded})
    if (to_string(each) == state) question.which.state = each;
  if (const auto limit = in.integer("limit", 1, longest_page)) question.limit = static_cast<std::size_t>(*limit);
  if (const auto cursor = in.text("cursor")) {
    const auto past = reject_number(*cursor);
    if (past) question.past = *past;
    if (!past)
      in.refuse(fail("cursor-malformed", "give the cursor as 'next_cursor' of the page before said it", "cursor"));
  }
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  api.asks.ask<quarantine_answer>(&hub_actors::archive, question, page_limit, {request.request_id, std::move(done)},
                                  [limit = question.limit, id = request.request_id](quarantine_answer& page) {
                                    return page.failure ? overloaded(*page.failure, id)
                                                        : as_json(quarantine_json(page, limit));
                                  });
}

void replay_many(const api_context& api, const http_request& request, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  const auto which = read_filter(in);
  if (const auto complaints = in.finish(); !complaints.empty())
    return done(problem(400, complaints, request.request_id));
  replay_quarantine(api, which, {request.request_id, done},
                    [done](const replay_outcome& o) { done(as_json(replay_json(o.replayed, o.still_rejected))); });
}

/// Looks an item up and hands it on, or answers 404.
void with_item(const api_context& api, const http_request& request, const path_values& values, answer_handler done,
               std::function<void(const quarantined_item&)> then) {
  const auto number = reject_number(values["id"]);
  const auto unknown = [id = request.request_id, name = std::string(values["id"])] {
    return problem(404, fail("reject-unknown", "there is no quarantined item '" + name + "'", "id"), id);
  };
  if (!number) return done(unknown());
  quarantine_request question;
  question.which.id = *number;
  api.asks.ask_then<quarantine_answer>(
      &hub_actors::archive, question, page_limit, {request.request_id, done},
      [done, unknown, id = request.request_id, then = std::move(then)](quarantine_answer& page) {
        if (page.failure) return done(overloaded(*page.failure, id));
        if (page.items.empty()) return done(unknown());
        then(page.items.front());
      });
}

/// Answers with the item as it stands after what was done to it.
void show_again(const api_context& api, std::uint64_t number, reply_to to) {
  quarantine_request question;
  question.which.id = number;
  api.asks.ask<quarantine_answer>(
      &hub_actors::archive, question, page_limit, to, [id = to.request_id](quarantine_answer& page) {
        return page.failure ? overloaded(*page.failure, id) : as_json(quarantined_json(page.items.at(0)));
      });
}

void replay_one(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  const reply_to to{request.request_id, done};
  with_item(api, request, values, done, [&api, to](const quarantined_item& item) {
    if (item.state == quarantine_state::discarded)
      return to.done(
          problem(409, fail("reject-discarded", "the item was discarded and is not tried again", "id"), to.request_id));
    if (item.state == quarantine_state::replayed) return to.done(as_json(quarantined_json(item)));
    quarantine_filter which;
    which.id = item.id;
    replay_quarantine(api, which, to,
                      [&api, to, number = item.id](const replay_outcome&) { show_again(api, number, to); });
  });
}

void discard_one(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  const reply_to to{request.request_id, done};
  with_item(api, request, values, done, [&api, to](const quarantined_item& item) {
    if (item.state == quarantine_state::replayed)
      return to.done(problem(409,
                             fail("reject-replayed", "the item was taken in by a replay and cannot be given up", "id"),
                             to.request_id));
    api.asks.ask_then<discard_receipt>(&hub_actors::dedup, discard_request{item.id, api.now()}, commit_limit, to,
                                       [&api, to, number = item.id](discard_receipt&) { show_again(api, number, to); });
  });
}

}  // namespace

std::vector<route> quarantine_routes(const api_context& api) {
  const auto with = [&api](auto answer) {
    return [&api, answer](const http_request& request, const path_values&, answer_handler done) {
      answer(api, request, std::move(done));
    };
  };
  const auto with_values = [&api](auto answer) {
    return [&api, answer](const http_request& request, const path_values& values, answer_handler done) {
      answer(api, request, values, std::move(done));
    };
  };
  return {{"GET", "/v1/quarantine", access::read, with(show_quarantine)},
          {"POST", "/v1/quarantine/replay", access::admin, with(replay_many)},
          {"POST", "/v1/quarantine/{id}/replay", access::admin, without_parameters(with_values(replay_one))},
          {"POST", "/v1/quarantine/{id}/discard", access::admin, without_parameters(with_values(discard_one))}};
}

}  // namespace hub::net
