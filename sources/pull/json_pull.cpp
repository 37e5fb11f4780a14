#include "sources/pull/json_pull.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "domain/sha256.hpp"
#include "sources/json_write.hpp"
#include "sources/pull/cursor_text.hpp"

namespace hub::sources {
namespace {

judgement unreadable(std::string_view what) {
  return broken("answer-unreadable", "the answer is not what was asked for: " + std::string(what));
}

/// scheme://host:port of *url*.
std::string_view origin_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == url.npos) return {};
  return url.substr(0, std::min(url.find_first_of("/?#", scheme + 3), url.size()));
}

bool is_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

std::string json_text(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  return quoted.substr(1, quoted.size() - 2);
}

std::string unescaped(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size();
    out.push_back(escape ? (token[++i] == '1' ? '/' : '~') : token[i]);
  }
  return out;
}

json_value element(json_value array, std::string_view index) {
  std::size_t place = 0;
  const auto [end, fault] = std::from_chars(index.data(), index.data() + index.size(), place);
  if (fault != std::errc() || end != index.data() + index.size()) return {};
  for (const json_value each : array)
    if (place-- == 0) return each;
  return {};
}

}  // namespace

json_value at_pointer(json_value root, std::string_view pointer) {
  while (root && !pointer.empty()) {
    if (pointer.front() != '/') return {};
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    const auto token = unescaped(pointer.substr(0, end));
    pointer.remove_prefix(end);
    root = root.is(json_kind::object)  ? root.find(token)
           : root.is(json_kind::array) ? element(root, token)
                                       : json_value();
  }
  return root;
}

std::string to_text(const json_cursor& cursor) {
  return cursor_writer().add("since", std::int64_t{cursor.since}).add("resting", cursor.resting).text();
}

result<json_cursor> json_cursor_of(std::string_view text) {
  json_cursor cursor;
  if (text.empty()) return cursor;
  cursor_reader in;
  if (const auto opened = in.open(text); !opened) return opened.error();
  in.read("since", cursor.since);
  in.read("resting", cursor.resting);
  return cursor;
}

json_pull::json_pull(json_pull_settings settings, json_cursor cursor)
    : settings_(std::move(settings)), cursor_(cursor) {}

bool json_pull::by_page() const { return settings_.url.find("{page}") != settings_.url.npos; }

pull_step json_pull::first(instant now) {
  now_ = now;
  if (cursor_.resting) cursor_.since -= settings_.overlap_us;
  if (cursor_.since == 0) cursor_.since = settings_.from;
  cursor_.since = std::min(cursor_.since, now);
  cursor_.resting = false;
  began_at_ = cursor_.since;
  until_ = std::min(cursor_.since + settings_.window_us, now_);
  return go_on({});
}

std::string json_pull::time_text(instant at) const {
  switch (settings_.times) {
    case json_pull_settings::time_format::unix_seconds: return std::to_string(at / second_us);
    case json_pull_settings::time_format::unix_ms: return std::to_string(at / 1000);
    case json_pull_settings::time_format::day: {
      const auto day = at >= 0 ? at / day_us : (at - day_us + 1) / day_us;
      return format_day(static_cast<std::int32_t>(day));
    }
    default: return format_instant(at);
  }
}

std::string json_pull::filled(std::string_view text, bool in_url) const {
  const std::pair<std::string_view, std::string> places[] = {{"{since}", time_text(cursor_.since)},
                                                             {"{until}", time_text(until_)},
                                                             {"{cursor}", page_cursor_},
                                                             {"{page}", std::to_string(page_)}};
  std::string out;
  while (!text.empty()) {
    const auto found =
        std::find_if(std::begin(places), std::end(places), [&](const auto& p) { return text.starts_with(p.first); });
    if (found == std::end(places)) {
      out.push_back(text.front());
      text.remove_prefix(1);
    } else {
      out += in_url ? query_encoded(found->second) : json_text(found->second);
      text.remove_prefix(found->first.size());
    }
  }
  return out;
}

fetch_request json_pull::request() const {
  fetch_request out{
      settings_.method, filled(settings_.url, true), {{"Accept", "application/json"}}, {}, settings_.secret};
  if (is_address(page_cursor_)) out.url = page_cursor_;
  if (settings_.method != "POST") return out;
  out.body = filled(settings_.body, false);
  out.headers.emplace_back("Content-Type", "application/json");
  return out;
}

pull_step json_pull::go_on(pull_step step) const {
  if (!over_) step.next = request();
  // How far it is, in seconds of the time that is read.
  step.progress = {(cursor_.since - began_at_) / second_us, (now_ - began_at_) / second_us};
  return step;
}

pull_step json_pull::again(judgement why) const {
  auto step = why.kind == answer_kind::stop ? pull_step{} : go_on({});
  step.trouble = std::move(why);
  return step;
}

/// The next page's cursor, empty behind the last page.
result<std::string> json_pull::following(json_value body, std::size_t items) const {
  if (settings_.next_cursor.empty()) return by_page() && items > 0 ? std::to_string(page_ + 1) : std::string();
  const auto field = at_pointer(body, settings_.next_cursor);
  if (!field || field.is(json_kind::null) || (field.is(json_kind::boolean) && !field.truth())) return std::string();
  if (!field.is(json_kind::string) && !field.is(json_kind::number))
    return fail("answer-unreadable", "the next page's cursor is neither text nor number");
  std::string next(field.text());
  if (is_address(next) && origin_of(next) != origin_of(settings_.url))
    return fail("page-elsewhere", "the next page is on another host, which is not asked");
  if (!next.empty() && seen_.contains(next)) return fail("pages-looped", "the pages lead back to one that came before");
  return next;
}

pull_step json_pull::next(const fetch_answer& answer) {
  if (auto judged = judge_plain(answer, settings_.secret.in != fetch_secret::place::none); !judged.fine())
    return again(std::move(judged));
  json_document document;
  const auto body = document.parse(answer.body);
  if (!body) return again(unreadable("it is no JSON, or was cut short"));
  const auto items = at_pointer(*body, settings_.items);
  if (!items.is(json_kind::array))
    return again(unreadable("there is no array at '" + settings_.items + "', where the setting 'items' says it is"));
  const auto count = static_cast<std::size_t>(std::distance(items.begin(), items.end()));
  std::string text;
  append_json(text, items);
  auto digest = sha256_hex(text);
  auto after = following(*body, count);
  if (!after) return again(broken(after.error().code, after.error().detail));
  if (count > 0 && digest == last_items_)
    return again(broken("pages-looped", "a page has the same items as the one before"));
  pull_step step;
  if (count > 0) {
    const payload in{.body = text,
                     .content_type = "application/json",
                     .source = settings_.source,
                     .received_at = answer.received_at,
                     .settings = &settings_.sources};
    auto read = settings_.parse(in);
    if (!read) return again(unreadable(read.error().detail));
    step.page = std::move(*read);
    count_ += static_cast<std::int64_t>(count);
  }
  if (after->empty()) {
    end_window(step);
  } else {
    seen_.insert(*after);
    page_cursor_ = by_page() && settings_.next_cursor.empty() ? std::string() : *after;
    ++page_;
    last_items_ = std::move(digest);
  }
  return go_on(std::move(step));
}

void json_pull::end_window(pull_step& step) {
  cursor_.since = until_;
  over_ = until_ >= now_;
  cursor_.resting = over_;
  step.cursor = to_text(cursor_);
  until_ = std::min(cursor_.since + settings_.window_us, now_);
  page_cursor_.clear();
  page_ = 1;
  seen_.clear();
  last_items_.clear();
}

}  // namespace hub::sources
