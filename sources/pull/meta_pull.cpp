#include "sources/pull/meta_pull.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sources/meta/meta_insight.hpp"
#include "sources/pull/cursor_text.hpp"
#include "sources/pull/throttle.hpp"

namespace hub::sources {
namespace {

using level = spend_window::level;

constexpr std::string_view level_names[] = {"campaign", "adset", "ad"};
constexpr instant between_looks_us = 5 * second_us;
constexpr int most_looks = 720;                           // an hour
constexpr std::int64_t latest_expiry_s = 32'503'680'000;  // the year 3000

std::string_view name_of(level of) { return level_names[static_cast<std::size_t>(of)]; }

judgement unreadable(std::string_view what) {
  return broken("answer-unreadable", "Meta's answer is not what was asked for: " + std::string(what));
}

std::string_view text_of(json_value object, std::string_view name) {
  const auto member = object.is(json_kind::object) ? object.find(name) : json_value();
  return member.is(json_kind::string) || member.is(json_kind::number) ? member.text() : std::string_view();
}

std::string fields_of(level of) {
  std::string fields = "account_id,account_currency,campaign_id,campaign_name";
  if (of != level::campaign) fields += ",adset_id";
  if (of == level::ad) fields += ",ad_id";
  return fields + ",spend,impressions,clicks,actions,action_values";
}

/// `123` of `act_123`.
std::string_view account_number(std::string_view account) {
  if (account.starts_with("act_")) account.remove_prefix(4);
  return account;
}

std::string form_of(const query_parameters& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters)
    out.append(out.empty() ? "" : "&").append(query_encoded(name)).append("=").append(query_encoded(value));
  return out;
}

}  // namespace

std::string to_text(const meta_cursor& cursor) {
  return cursor_writer()
      .add("read_to", std::int64_t{cursor.read_to})
      .add("restated_on", std::int64_t{cursor.restated_on})
      .text();
}

result<meta_cursor> meta_cursor_of(std::string_view text) {
  if (text.empty()) return meta_cursor{};
  cursor_reader in;
  if (const auto opened = in.open(text); !opened) return opened.error();
  std::int64_t read_to = 0, restated_on = 0;
  in.read("read_to", read_to);
  in.read("restated_on", restated_on);
  return meta_cursor{static_cast<std::int32_t>(read_to), static_cast<std::int32_t>(restated_on)};
}

meta_pull::meta_pull(meta_pull_settings settings, meta_cursor cursor)
    : settings_(std::move(settings)), cursor_(cursor) {}

pull_step meta_pull::first(instant now) {
  now_ = now;
  stage_ = stage::account;
  days_ = std::max(settings_.window_days, 1);
  return go_on({});
}

query_parameters meta_pull::parameters() const {
  const auto of = settings_.levels[level_];
  return {{"level", std::string(name_of(of))},
          {"time_range", "{\"since\":\"" + format_day(from_) + "\",\"until\":\"" + format_day(until_) + "\"}"},
          {"time_increment", "1"},
          {"limit", "500"},
          {"fields", fields_of(of)}};
}

fetch_request meta_pull::request() const {
  const auto root = "/" + settings_.version + "/";
  const auto account = root + "act_" + std::string(account_number(settings_.account));
  const auto get = [&](const std::string& path, const query_parameters& query) {
    return fetch_request{
        "GET", address(settings_.base_url, path, query), {{"Accept", "application/json"}}, {}, settings_.secret};
  };
  switch (stage_) {
    case stage::token: {
      auto question = get(root + "debug_token", {});
      question.secret.asked_about = "input_token";
      return question;
    }
    case stage::order:
      return {"POST",
              address(settings_.base_url, account + "/insights"),
              {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
              form_of(parameters()),
              settings_.secret};
    case stage::wait: return get(root + report_, {});
    case stage::report: {
      query_parameters query = {{"limit", "500"}};
      if (!after_.empty()) query.emplace_back("after", after_);
      return get(root + report_ + "/insights", query);
    }
    case stage::rows: {
      auto query = parameters();
      if (!after_.empty()) query.emplace_back("after", after_);
      return get(account + "/insights", query);
    }
    default: return get(account, {{"fields", "currency,timezone_name"}});
  }
}

pull_step meta_pull::go_on(pull_step step) const {
  if (stage_ != stage::over) step.next = request();
  step.progress = {std::max(from_ - began_at_, 0), std::max(today_ - began_at_ + 1, 0)};
  return step;
}

pull_step meta_pull::again(judgement why) const {
  auto step = why.kind == answer_kind::stop ? pull_step{} : go_on({});
  step.trouble = std::move(why);
  return step;
}

pull_step meta_pull::next(const fetch_answer& answer) {
  if (stage_ == stage::token) return read_token(answer);
  if (auto judged = judge_meta(answer); !judged.fine())
    return judged.kind == answer_kind::smaller ? ask_for_less(std::move(judged)) : again(std::move(judged));
  json_document document;
  const auto body = document.parse(answer.body);
  if (!body || !body->is(json_kind::object)) return again(unreadable("it is no JSON object, or was cut short"));
  auto step = stage_ == stage::account ? read_account(*body)
              : stage_ == stage::order ? read_order(*body)
              : stage_ == stage::wait  ? read_report_state(*body)
                                       : read_rows(*body, answer);
  step.pause_us = std::max(step.pause_us, meta_pause(answer));
  return step;
}

/// Half the days; of a single day a prepared report.
pull_step meta_pull::ask_for_less(judgement why) {
  if (stage_ != stage::rows) {
    why.kind = answer_kind::again;
    if (stage_ == stage::wait || stage_ == stage::report) stage_ = stage::order;
    return again(std::move(why));
  }
  if (until_ > from_) {
    days_ = std::max((until_ - from_ + 1) / 2, 1);
    begin_window(from_);
  } else {
    stage_ = stage::order;
  }
  return again(std::move(why));
}

pull_step meta_pull::read_account(json_value body) {
  const auto currency = text_of(body, "currency");
  if (currency.empty()) return again(unreadable("the account has no 'currency'"));
  settings_.sources.meta_ads.currency = std::string(currency);
  static const zone utc;
  const auto zone_name = text_of(body, "timezone_name");
  const auto* found = settings_.find_zone ? settings_.find_zone(zone_name) : nullptr;
  pull_step step;
  if (found == nullptr && zone_name != "UTC")
    step.noticed.push_back(fail("zone-unknown", "the account's time zone '" + std::string(zone_name) +
                                                    "' is not known here; its days are taken for days of UTC"));
  today_ = local_day(now_, found == nullptr ? utc : *found);
  const bool whole = cursor_.restated_on != today_;
  const auto trailing = today_ - (whole ? settings_.restated_days : settings_.recent_days) + 1;
  const auto beginning = settings_.from == 0 ? trailing : std::min(settings_.from, today_);
  began_at_ = cursor_.read_to == 0 ? beginning : std::min(cursor_.read_to + 1, trailing);
  stage_ = stage::token;
  return go_on(std::move(step));
}

/// Not every token may ask about itself, and nothing else depends on the answer: one that says nothing is as good.
pull_step meta_pull::read_token(const fetch_answer& answer) {
  pull_step step;
  json_document document;
  const auto body = document.parse(answer.body);
  const auto data = answer.status == 200 && body && body->is(json_kind::object) ? body->find("data") : json_value();
  for (const auto name : {"expires_at", "data_access_expires_at"}) {  // 0: never
    std::int64_t at = 0;
    const auto text = text_of(data, name);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), at);
    if (read.ec != std::errc() || at <= 0 || at > latest_expiry_s) continue;
    const auto ends = at * second_us;
    step.token_expires = step.token_expires ? std::min(*step.token_expires, ends) : ends;
  }
  step.pause_us = meta_pause(answer);
  begin_window(began_at_);
  return go_on(std::move(step));
}

void meta_pull::begin_window(std::int32_t from) {
  from_ = from;
  until_ = std::min(from + days_ - 1, today_);
  level_ = 0;
  after_.clear();
  seen_.clear();
  stage_ = from_ > today_ ? stage::over : stage::rows;
}

pull_step meta_pull::read_order(json_value body) {
  const auto id = text_of(body, "report_run_id");
  if (id.empty() || id.find_first_not_of("0123456789") != id.npos)
    return again(unreadable("an ordered report has no 'report_run_id'"));
  report_ = std::string(id);
  looks_ = 0;
  stage_ = stage::wait;
  auto step = go_on({});
  step.pause_us = between_looks_us;
  return step;
}

pull_step meta_pull::read_report_state(json_value body) {
  const auto state = text_of(body, "async_status");
  if (state == "Job Completed" && text_of(body, "async_percent_completion") == "100") {
    stage_ = stage::report;
    return go_on({});
  }
  if (state == "Job Failed" || state == "Job Skipped" || ++looks_ >= most_looks) {
    stage_ = stage::order;
    return again(broken("report-failed", "Meta did not prepare the report ('" + std::string(state) + "')"));
  }
  if (state.empty()) return again(unreadable("a report has no 'async_status'"));
  auto step = go_on({});
  step.pause_us = between_looks_us;
  return step;
}

pull_step meta_pull::read_rows(json_value body, const fetch_answer& answer) {
  const auto data = body.find("data");
  if (!data.is(json_kind::array)) return again(unreadable("insights have no 'data'"));
  const auto paging = body.find("paging");
  const bool more = paging.is(json_kind::object) && paging.find("next");
  const auto cursors = paging.is(json_kind::object) ? paging.find("cursors") : json_value();
  const std::string after(text_of(cursors, "after"));
  if (more && after.empty()) return again(unreadable("a page with a next one has no 'after'"));
  if (more && seen_.contains(after))
    return again(broken("pages-looped", "Meta's insights lead back to a page that came before"));
  const payload in{.body = answer.body,
                   .content_type = "application/json",
                   .source = "meta_ads",
                   .received_at = answer.received_at,
                   .settings = &settings_.sources};
  auto items = parse_meta_ads(in);
  if (!items) return again(unreadable(items.error().detail));
  for (const auto& each : items->items) {
    const auto* fact = std::get_if<fact_body>(&each);
    const auto* row = fact == nullptr ? nullptr : std::get_if<spend_event>(fact);
    if (row != nullptr && (row->day < from_ || row->day > until_))
      return again(broken("rows-not-asked-for", "Meta's insights have a day that was not asked for"));
  }
  pull_step step;
  step.page = std::move(*items);
  if (more) {
    seen_.insert(after);
    after_ = after;
  } else {
    end_level(step);
  }
  return go_on(std::move(step));
}

/// The last page of a level: what else is known of these days is gone. Behind the last level the window is done.
void meta_pull::end_level(pull_step& step) {
  step.complete =
      spend_window{"meta_ads", std::string(account_number(settings_.account)), settings_.levels[level_], from_, until_};
  after_.clear();
  seen_.clear();
  stage_ = stage::rows;
  if (++level_ < settings_.levels.size()) return;
  cursor_.read_to = std::max(cursor_.read_to, until_);
  const auto following = until_ + 1;
  if (following > today_ && began_at_ <= today_ - settings_.restated_days + 1) cursor_.restated_on = today_;
  step.cursor = to_text(cursor_);
  begin_window(following);
}

}  // namespace hub::sources
