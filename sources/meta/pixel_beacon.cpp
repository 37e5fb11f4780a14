#include "sources/meta/pixel_beacon.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

#include "domain/text.hpp"
#include "sources/client_clock.hpp"
#include "sources/form.hpp"
#include "sources/json_write.hpp"

namespace hub::sources {
namespace {

constexpr std::int64_t latest_ms = 253'402'300'799'999;

form_field* find(form_fields& fields, std::string_view name) {
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const form_field& f) { return f.first == name && !trim(f.second).empty(); });
  return at == fields.end() ? nullptr : &*at;
}

/// A time in milliseconds; nothing for anything else, which is for the reader of the event to refuse.
std::optional<std::int64_t> milliseconds(std::string_view text) {
  text = trim(text);
  std::int64_t ms = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), ms);
  if (ec != std::errc() || end != text.data() + text.size() || ms < 0 || ms > latest_ms) return std::nullopt;
  return ms;
}

/// Milliseconds with their fraction, so that two images of one millisecond are two.
std::string as_ts(instant at) {
  const auto fraction = std::to_string(1000 + at % 1000);
  return std::to_string(at / 1000) + "." + fraction.substr(1);
}

void set_time(form_fields& fields, instant now) {
  auto* const ts = find(fields, "ts");
  if (ts == nullptr) {
    fields.insert(fields.begin(), {{"ts", as_ts(now)}, {"ts_sent", ""}});
    return;
  }
  const auto sent = milliseconds(ts->second);
  const auto correction = sent ? clock_correction(*sent * 1000, now) : 0;
  if (correction == 0) return;
  form_field kept{"ts_sent", std::to_string(*sent)};
  ts->second = std::to_string(*sent + correction / 1000);
  fields.insert(fields.begin(), std::move(kept));
}

/// Arrays and objects of `cd[…]` come as JSON text; they are kept as what they are.
std::string beacon_value(const form_field& field) {
  const auto text = trim(field.second);
  if (!field.first.starts_with("cd[") || !(text.starts_with('[') || text.starts_with('{'))) return form_text(field);
  thread_local json_document document;
  const auto value = document.parse(text);
  return value && !value->duplicate_key() ? canonical_json(*value) : form_text(field);
}

std::string verbatim(const form_field& field) { return field.second; }

}  // namespace

std::string beacon_json(const payload& in) {
  auto fields = parse_form(in.body, in.content_type);
  auto of_query = parse_urlencoded(in.query);
  std::move(of_query.begin(), of_query.end(), std::back_inserter(fields));
  if (fields.empty()) return {};
  const auto referer = in.header("referer");
  if (find(fields, "dl") == nullptr && !referer.empty() && is_utf8(referer))
    fields.insert(fields.begin(), {"dl", std::string(referer)});
  set_time(fields, in.received_at);
  return form_json(std::move(fields), beacon_value);
}

std::string grouped_json(json_value object) {
  if (!object.is(json_kind::object)) return {};
  const auto bracketed = [](json_value m) { return m.key().ends_with(']') && m.key().find('[') != m.key().npos; };
  if (std::none_of(object.begin(), object.end(), bracketed)) return {};
  form_fields fields;
  for (const json_value member : object) fields.emplace_back(std::string(member.key()), canonical_json(member));
  return form_json(std::move(fields), verbatim);
}

}  // namespace hub::sources
