// Deduplication for people: which pairs were joined, nearly were or are kept apart; decisions about them; the rules.
#include <algorithm>
#include <array>

#include "net/api.hpp"
#include "net/body_reader.hpp"
#include "net/duplicate_json.hpp"
#include "net/no_parameters.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/time_parameters.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds page_limit(30);
constexpr std::chrono::seconds decision_limit(60);
constexpr std::chrono::seconds rules_limit(600);
constexpr std::int64_t longest_page = 1'000;

http_answer as_json(std::string body) { return {200, "application/json", std::move(body), {}, nullptr, {}}; }

error bad_id(std::string pointer) {
  return fail("conversion-id-malformed", "a conversion id is cv_ and 32 lower-case hex digits", std::move(pointer));
}

std::optional<merge_rule> rule_named(std::string_view name) {
  for (const auto rule : {merge_rule::order_key, merge_rule::event_key, merge_rule::fuzzy, merge_rule::manual})
    if (to_string(rule) == name) return rule;
  return std::nullopt;
}

void read_amount(parameter_reader& in, const currency& usual, pair_filter& which) {
  const auto text = in.text("amount"), code = in.text("currency");
  const auto chosen = code ? parse_currency(*code) : result<currency>(usual);
  if (!chosen) return in.refuse(fail(chosen.error().code, chosen.error().detail, "currency"));
  if (!text) return;
  const auto minor = parse_amount(*text, *chosen);
  if (!minor) return in.refuse(fail(minor.error().code, minor.error().detail, "amount"));
  which.amount = money{*minor, *chosen};
}

pairs_request read_pairs(parameter_reader& in, const api_context& api) {
  pairs_request question;
  auto& which = question.which;
  if (const auto standing = in.choice("standing", {"merged", "possible", "kept_apart"}))
    for (const auto each : {pair_standing::merged, pair_standing::possible, pair_standing::kept_apart})
      if (to_string(each) == *standing) which.standing = each;
  if (const auto rule = in.choice("rule", {"order_key", "event_key", "fuzzy", "manual"}))
    which.rule = rule_named(*rule);
  const auto sources = in.list("sources");
  if (sources.size() > 2) in.refuse(fail("parameter-range", "'sources' names one source or two", "sources"));
  if (!sources.empty()) which.source = sources[0];
  if (sources.size() > 1) which.other_source = sources[1];
  read_amount(in, api.defaults.currency, which);
  if (const auto id = in.text("conversion")) {
    which.conversion = parse_conversion_id(*id);
    if (!which.conversion) in.refuse(bad_id("conversion"));
  }
  const auto range = read_range(in, read_zone(in, api.defaults.zone, api.find_zone));
  which.from = range.from;
  which.to = range.to;
  if (const auto limit = in.integer("limit", 1, longest_page)) question.limit = static_cast<std::size_t>(*limit);
  if (const auto cursor = in.text("cursor")) {
    question.past = pair_position_of(*cursor);
    if (!question.past)
      in.refuse(fail("cursor-malformed", "give the cursor as 'next_cursor' of the page before said it", "cursor"));
  }
  return question;
}

void list_pairs(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  auto question = read_pairs(in, api);
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  api.asks.ask<pairs_answer>(&hub_actors::dedup, std::move(question), page_limit, {request.request_id, std::move(done)},
                             [](pairs_answer& a) { return as_json(pairs_json(a)); });
}

/// A decision that could not be made is no bad request: it does not fit what is known.
int status_of(const error& why) {
  static constexpr std::array<std::string_view, 3> missing = {"conversion-unknown", "event-unknown", "verdict-unknown"};
  return std::find(missing.begin(), missing.end(), why.code) != missing.end() ? 404 : 409;
}

template <class Request>
void decide(const api_context& api, const http_request& request, Request question, answer_handler done) {
  api.asks.ask<verdict_receipt>(&hub_actors::dedup, std::move(question), decision_limit,
                                {request.request_id, std::move(done)}, [id = request.request_id](verdict_receipt& r) {
                                  return r.failure ? problem(status_of(*r.failure), *r.failure, id)
                                                   : as_json(verdict_json(r));
                                });
}

/// A decision about whole conversions: that they are one, or that they never are.
template <class Request>
void decide_between(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  body_reader in(request.body);
  Request question;
  question.at = api.now();
  question.note = in.note();
  const auto ids = in.texts("conversion_ids");
  for (std::size_t i = 0; ids && i < ids->size(); ++i) {
    const auto id = parse_conversion_id((*ids)[i]);
    if (!id) in.refuse(bad_id("/conversion_ids/" + std::to_string(i)));
    question.conversions.push_back(id.value_or(key128{}));
  }
  if (!ids || ids->size() < 2)
    in.refuse(fail("member-missing", "name the two or more conversions that the decision is about", "/conversion_ids"));
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  decide(api, request, std::move(question), std::move(done));
}

void unmerge(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  const auto id = parse_conversion_id(values["id"]);
  if (!id) return done(problem(400, bad_id("id"), request.request_id));
  body_reader in(request.body);
  unmerge_request question;
  question.conversion = *id;
  question.at = api.now();
  question.note = in.note();
  const auto source = in.text("source"), external_id = in.text("external_id"), side = in.text("conversion_id");
  if (source.has_value() != external_id.has_value())
    in.refuse(
        fail("member-missing", "an event is named by source and external_id", source ? "/external_id" : "/source"));
  if (source && external_id) question.event = event_key(*source, *external_id);
  if (side) question.side = parse_conversion_id(*side);
  if (side && !question.side) in.refuse(bad_id("/conversion_id"));
  if (side && source)
    in.refuse(fail("members-exclusive", "name an event, or a conversion that was merged into this one, not both",
                   "/conversion_id"));
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  decide(api, request, std::move(question), std::move(done));
}

void withdraw(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  decide(api, request, withdraw_request{std::string(values["id"]), api.now()}, std::move(done));
}

void list_verdicts(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  auto parts = split_target(request.target);
  if (!parts) return done(problem(400, parts.error(), request.request_id));
  parameter_reader in(std::move(parts->parameters));
  verdicts_request question;
  if (const auto limit = in.integer("limit", 1, longest_page)) question.limit = static_cast<std::size_t>(*limit);
  if (const auto skip = in.integer("cursor", 0, std::numeric_limits<std::int32_t>::max()))
    question.skip = static_cast<std::size_t>(*skip);
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  api.asks.ask<verdicts_answer>(
      &hub_actors::dedup, question, page_limit, {request.request_id, std::move(done)},
      [question](verdicts_answer& a) { return as_json(verdicts_json(a, question.skip, question.limit)); });
}

void show_rules(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  api.asks.ask<rules_found>(&hub_actors::dedup, rules_lookup{}, page_limit, {request.request_id, std::move(done)},
                            [](rules_found& found) { return as_json(rules_json(found)); });
}

/// A source has one place in the order.
void refuse_twice(body_reader& in, const std::vector<std::string>& authority) {
  for (auto name = authority.begin(); name != authority.end(); ++name)
    if (std::find(authority.begin(), name, *name) != name)
      in.refuse(fail("member-range", "'" + *name + "' stands in the list twice",
                     "/authority/" + std::to_string(name - authority.begin())));
}

void change_rules(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  body_reader in(request.body);
  rules_request question;
  question.at = api.now();
  auto& rules = question.rules;
  // The bounds of the settings of the same names.
  if (const auto window = in.integer("window_seconds", 0, 2'592'000)) rules.window_us = *window * second_us;
  rules.amount_tolerance = in.integer("amount_tolerance", 0, 1'000'000);
  rules.same_source_fuzzy = in.flag("same_source_fuzzy");
  rules.authority = in.texts("authority");
  if (rules.authority) refuse_twice(in, *rules.authority);
  question.rehearse = in.flag("dry_run").value_or(false);
  const bool as_configured = in.flag("as_configured").value_or(false);
  const bool says_nothing = !rules.window_us && !rules.amount_tolerance && !rules.same_source_fuzzy && !rules.authority;
  if (says_nothing && !as_configured)
    in.refuse(fail("member-missing",
                   "say which rule is to change: window_seconds, amount_tolerance, same_source_fuzzy or authority; or "
                   "as_configured to go back to the configuration",
                   "/window_seconds"));
  if (!says_nothing && as_configured)
    in.refuse(
        fail("members-exclusive", "as_configured takes every rule back and goes with no other", "/as_configured"));
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  const auto render = [rehearse = question.rehearse](rules_receipt& r) {
    if (!r.running) return as_json(effect_json(r, rehearse));
    auto answer = as_json(running_json(r));
    answer.status = 202;
    return answer;
  };
  const reply_to to{request.request_id, std::move(done)};
  if (question.rehearse)
    api.asks.ask<rules_receipt>(&hub_actors::rehearsal, std::move(question), rules_limit, to, render);
  else
    api.asks.ask<rules_receipt>(&hub_actors::dedup, std::move(question), rules_limit, to, render);
}

}  // namespace

std::vector<route> duplicate_routes(const api_context& api) {
  const auto with = [&api](auto answer) {
    return [&api, answer](const http_request& request, const path_values& values, answer_handler done) {
      answer(api, request, values, std::move(done));
    };
  };
  return {{"GET", "/v1/duplicates", access::read, with(list_pairs)},
          {"POST", "/v1/duplicates/merge", access::admin, without_parameters(with(decide_between<merge_request>))},
          {"POST", "/v1/duplicates/keep-apart", access::admin,
           without_parameters(with(decide_between<keep_apart_request>))},
          {"POST", "/v1/conversions/{id}/unmerge", access::admin, without_parameters(with(unmerge))},
          {"GET", "/v1/duplicates/verdicts", access::read, with(list_verdicts)},
          {"DELETE", "/v1/duplicates/verdicts/{id}", access::admin, without_parameters(with(withdraw))},
          {"GET", "/v1/duplicates/rules", access::read, without_parameters(with(show_rules))},
          {"POST", "/v1/duplicates/rules", access::admin, without_parameters(with(change_rules))}};
}

}  // namespace hub::net
