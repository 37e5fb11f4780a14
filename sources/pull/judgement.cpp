#include "sources/pull/judgement.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "domain/text.hpp"
#include "sources/item_loop.hpp"
#include "sources/pull/http_date.hpp"
#include "sources/redact.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t longest_shown = 300;

/// What a platform said of itself, fit for a log.
std::string shown(std::string_view text) {
  auto kept = fit_to_keep(trim(text).substr(0, longest_shown));
  while (!is_utf8(kept) && !kept.empty()) kept.pop_back();
  return kept;
}

std::string status_text(const fetch_answer& answer) { return "HTTP " + std::to_string(answer.status); }

judgement stop(std::string code, std::string detail) {
  return {answer_kind::stop, fail(std::move(code), std::move(detail)), 0};
}
judgement again(std::string code, std::string detail, const fetch_answer& answer) {
  return {answer_kind::again, fail(std::move(code), std::move(detail)), retry_after(answer).value_or(0)};
}
judgement wait(std::string detail, instant how_long) {
  return {answer_kind::wait, fail("rate-limited", std::move(detail)), how_long};
}

/// How a source that was stopped goes on.
constexpr const char* restart =
    "start the source again (SIGHUP after its settings were changed, else 'convhub sync SOURCE')";

judgement token_refused(const fetch_answer& answer, std::string_view said) {
  return stop("token-refused", "the platform refuses the token, or misses one (" + status_text(answer) +
                                   (said.empty() ? "" : ": " + shown(said)) +
                                   "); give a valid one in the source's settings and " + restart);
}
judgement scope_missing(const fetch_answer& answer, std::string_view said) {
  return stop("scope-missing", "the token does not allow this (" + status_text(answer) +
                                   (said.empty() ? "" : ": " + shown(said)) + "); grant what is missing and " +
                                   restart);
}
judgement refused(const fetch_answer& answer, std::string_view said) {
  return stop("request-refused", "the platform refuses the request (" + status_text(answer) +
                                     (said.empty() ? "" : ": " + shown(said)) + "); check the source's settings and " +
                                     restart);
}
/// Of a source that sends no secret: there is none to mend.
judgement closed_to_all(const fetch_answer& answer) {
  return stop("request-refused", "the address refuses to answer without credentials (" + status_text(answer) +
                                     "), and this source has none; check its URL in the source's settings and " +
                                     restart);
}

/// What no platform's code decides.
judgement by_status(const fetch_answer& answer) {
  constexpr instant patience_us = 10 * second_us;
  const int status = answer.status;
  if (status >= 200 && status < 300) return {};
  if (status == 429) return wait("the platform asks to be asked less often", retry_after(answer).value_or(patience_us));
  if (status >= 300 && status < 400)
    return again("redirected",
                 "the platform sends elsewhere (" + status_text(answer) +
                     "), and redirects are not followed; check base_url if this lasts",
                 answer);
  return again("platform-failed", "the platform answered " + status_text(answer), answer);
}

/// Whether a 4xx tells of the moment rather than of the request.
bool is_momentary(int status) { return status == 408 || status == 423 || status == 425 || status == 477; }

std::string_view text_of(json_value object, std::string_view name) {
  const auto member = object.is(json_kind::object) ? object.find(name) : json_value();
  return member.is(json_kind::string) || member.is(json_kind::number) ? member.text() : std::string_view();
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

judgement hubspot_limit(const fetch_answer& answer, json_value body) {
  constexpr instant daily_us = hour_us;  // the quota comes back at midnight of the account; asked for each hour
  constexpr std::int64_t usual_interval_ms = 10'000, longest_interval_ms = 600'000;
  const auto policy = text_of(body, "policyName");
  const auto message = text_of(body, "message");
  const auto asked = retry_after(answer);
  if (policy == "DAILY")
    return wait("HubSpot's daily limit is used up; it comes back at midnight of the account", asked.value_or(daily_us));
  if (policy == "SECONDLY" || message.find("secondly limit") != message.npos)
    return wait("HubSpot's limit for each second is used up", asked.value_or(second_us));
  const auto interval = whole_number(answer.header("x-hubspot-ratelimit-interval-milliseconds"));
  const auto ms = std::clamp<std::int64_t>(interval.value_or(usual_interval_ms), 0, longest_interval_ms);
  return wait("HubSpot's limit for ten seconds is used up", asked.value_or(ms * 1000));
}

struct meta_code {
  std::int64_t code;
  std::int64_t subcode;  ///< 0: any
  answer_kind kind;
};

/// The first line that fits decides.
constexpr meta_code meta_codes[] = {{100, 1487534, answer_kind::smaller},
                                    {100, 1504018, answer_kind::smaller},
                                    {2, 1504038, answer_kind::smaller},
                                    {-3, 1504045, answer_kind::smaller},
                                    {2, 1504041, answer_kind::stop},
                                    {2, 1504042, answer_kind::stop},
                                    {4, 0, answer_kind::wait},
                                    {17, 0, answer_kind::wait},
                                    {32, 0, answer_kind::wait},
                                    {613, 0, answer_kind::wait},
                                    {341, 0, answer_kind::wait},
                                    {368, 0, answer_kind::wait},
                                    {1, 0, answer_kind::again},
                                    {2, 0, answer_kind::again},
                                    {-2, 2490547, answer_kind::again},
                                    {-2, 0, answer_kind::again},
                                    {-3, 0, answer_kind::again},
                                    {190, 0, answer_kind::stop},
                                    {102, 0, answer_kind::stop},
                                    {10, 0, answer_kind::stop},
                                    {100, 0, answer_kind::stop}};

/// Minutes until access comes back, as the business's usage header tells; 0 when it does not.
std::int64_t minutes_to_regain(const fetch_answer& answer) {
  json_document document;
  const auto usage = document.parse(answer.header("x-business-use-case-usage"));
  std::int64_t most = 0;
  if (!usage || !usage->is(json_kind::object)) return 0;
  for (const json_value account : *usage)
    if (account.is(json_kind::array))
      for (const json_value each : account)
        most = std::max(most, whole_number(text_of(each, "estimated_time_to_regain_access")).value_or(0));
  return std::min<std::int64_t>(most, 24 * 60);
}

/// Whether Meta's text says which permission is missing rather than that the token is bad.
judgement meta_stop(const fetch_answer& answer, std::int64_t code, std::string_view message) {
  if (code == 190 || code == 102) return token_refused(answer, message);
  if (code == 10 || (code >= 200 && code < 300)) return scope_missing(answer, message);
  return refused(answer, message);
}

answer_kind meta_kind(std::int64_t code, std::int64_t subcode) {
  for (const auto& known : meta_codes)
    if (known.code == code && (known.subcode == 0 || known.subcode == subcode)) return known.kind;
  if (code >= 80000 && code < 81000) return answer_kind::wait;
  return code >= 200 && code < 300 ? answer_kind::stop : answer_kind::again;
}

}  // namespace

judgement broken(std::string code, std::string detail) {
  return {answer_kind::again, fail(std::move(code), std::move(detail)), 0};
}

judgement judge_failure(const error& why) { return {answer_kind::again, why, 0}; }

judgement judge_plain(const fetch_answer& answer, bool with_secret) {
  const int status = answer.status;
  if (!with_secret && (status == 401 || status == 403)) return closed_to_all(answer);
  if (status == 401) return token_refused(answer, {});
  if (status == 403) return scope_missing(answer, {});
  if (status >= 400 && status < 500 && status != 429 && !is_momentary(status)) return refused(answer, {});
  return by_status(answer);
}

judgement judge_hubspot(const fetch_answer& answer) {
  constexpr instant locked_us = 2 * second_us;
  const int status = answer.status;
  if (status < 400) return by_status(answer);
  if (status == 423 || status == 477)
    return wait("HubSpot asks to wait (" + status_text(answer) + ")", retry_after(answer).value_or(locked_us));
  json_document document;
  const auto parsed_body = document.parse(answer.body);
  const auto body = parsed_body && parsed_body->is(json_kind::object) ? *parsed_body : json_value();
  const auto category = text_of(body, "category");
  const auto message = text_of(body, "message");
  if (status == 429) return hubspot_limit(answer, body);
  if (status == 401) return token_refused(answer, message);
  if (category == "MISSING_SCOPES" || status == 403) return scope_missing(answer, message);
  // A 4xx in another shape comes from something on the way, which may be mended without anybody here noticing.
  if (status < 500 && !is_momentary(status) && !category.empty()) return refused(answer, message);
  return by_status(answer);
}

judgement judge_meta(const fetch_answer& answer) {
  constexpr instant patience_us = minute_us;
  json_document document;
  const auto body = document.parse(answer.body);
  const auto told = body && body->is(json_kind::object) ? body->find("error") : json_value();
  if (!told.is(json_kind::object)) return answer.status == 401 ? token_refused(answer, {}) : by_status(answer);
  const auto code = whole_number(text_of(told, "code")).value_or(0);
  const auto subcode = whole_number(text_of(told, "error_subcode")).value_or(0);
  const auto message = text_of(told, "message");
  const auto said = "Meta says: " + shown(message) + " (code " + std::to_string(code) +
                    (subcode == 0 ? ")" : ", subcode " + std::to_string(subcode) + ")");
  switch (meta_kind(code, subcode)) {
    case answer_kind::smaller: return {answer_kind::smaller, fail("too-much-at-once", said), 0};
    case answer_kind::stop: return meta_stop(answer, code, message);
    case answer_kind::wait: {
      const auto regained = minutes_to_regain(answer) * minute_us;
      return wait(said, regained > 0 ? regained : retry_after(answer).value_or(patience_us));
    }
    default: return again("platform-failed", said, answer);
  }
}

}  // namespace hub::sources
