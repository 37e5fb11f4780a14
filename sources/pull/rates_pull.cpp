#include "sources/pull/rates_pull.hpp"

#include <algorithm>
#include <utility>

#include "sources/ecb/ecb.hpp"
#include "sources/json_write.hpp"
#include "sources/pull/cursor_text.hpp"

namespace hub::sources {
namespace {

/// 0 is Monday.
int weekday(std::int32_t day) { return ((day % 7) + 7 + 3) % 7; }

/// The last Monday to Friday before *day*.
std::int32_t working_day_before(std::int32_t day) {
  do --day;
  while (weekday(day) > 4);
  return day;
}

/// A rate as /v1/fx-rates takes it.
std::string as_json(const ecb_rate& rate) {
  std::string out = "{\"date\":";
  append_json_string(out, rate.date);
  out.append(",\"base\":\"EUR\",\"quote\":");
  append_json_string(out, rate.currency);
  out.append(",\"rate\":");
  append_json_string(out, rate.rate);
  return out += '}';
}

}  // namespace

std::string to_text(const rates_cursor& cursor) {
  return cursor_writer().add("last_day", std::int64_t{cursor.last_day}).text();
}

result<rates_cursor> rates_cursor_of(std::string_view text) {
  if (text.empty()) return rates_cursor{};
  cursor_reader in;
  if (const auto opened = in.open(text); !opened) return opened.error();
  std::int64_t last_day = 0;
  in.read("last_day", last_day);
  return rates_cursor{static_cast<std::int32_t>(last_day)};
}

std::string_view rates_file(const rates_pull_settings& settings, std::int32_t last_day, std::int32_t today) {
  constexpr std::int32_t surely_in_90_days = 85;
  if (last_day == 0 || today - last_day > surely_in_90_days) return settings.history;
  // The daily file holds today's rates from the afternoon on, before that those of the working day before.
  return last_day >= working_day_before(today) ? settings.daily : settings.last_90_days;
}

rates_pull::rates_pull(rates_pull_settings settings, rates_cursor cursor)
    : settings_(std::move(settings)), cursor_(cursor) {}

pull_step rates_pull::first(instant now) {
  const auto file = rates_file(settings_, cursor_.last_day, static_cast<std::int32_t>(now / day_us));
  request_ = {"GET", address(settings_.base_url, file), {{"Accept", "application/xml, text/xml"}}, {}, {}};
  pull_step step;
  step.next = request_;
  step.progress.total = 1;
  return step;
}

pull_step rates_pull::again(judgement why) const {
  pull_step step;
  if (why.kind != answer_kind::stop) step.next = request_;
  step.trouble = std::move(why);
  return step;
}

pull_step rates_pull::next(const fetch_answer& answer) {
  if (auto judged = judge_plain(answer, false); !judged.fine()) return again(std::move(judged));
  const auto rates = parse_ecb(answer.body);
  if (!rates) return again(broken("answer-unreadable", "the bank's file cannot be read: " + rates.error().detail));
  if (rates->empty()) return again(broken("answer-unreadable", "the bank's file holds no rates"));
  pull_step step;
  auto last_day = cursor_.last_day;
  for (const auto& rate : *rates) {
    auto fact = fact_of(rate);
    if (fact) {
      last_day = std::max(last_day, fact->day);
      step.page.items.emplace_back(fact_body(std::move(*fact)));
    } else {
      step.page.items.emplace_back(rejection{{fact.error()}, as_json(rate)});
    }
  }
  cursor_.last_day = last_day;
  step.cursor = to_text(cursor_);
  step.progress = {1, 1};
  return step;
}

}  // namespace hub::sources
