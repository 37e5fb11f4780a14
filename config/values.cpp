// Values of settings from text and back, and whether they are allowed.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

#include "config/pull_values.hpp"
#include "config/settings.hpp"
#include "config/zones.hpp"
#include "domain/account_zones.hpp"
#include "domain/loopback.hpp"
#include "domain/money.hpp"
#include "domain/nearest.hpp"
#include "domain/touch_policy.hpp"

namespace hub::config {
namespace {

template <class... F>
struct overloaded : F... {
  using F::operator()...;
};

error refuse(std::string sentence) { return fail("config-value", std::move(sentence)); }

std::string number_text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

template <class T>
bool read_number(std::string_view text, T& value) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc() && end == text.data() + text.size();
}

struct unit {
  char letter;
  std::int64_t length_s;
};
constexpr unit units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};

/// The shortest way to say it: 86400 s → `1d`, 5400 s → `90m`.
std::string duration_text(seconds value) {
  for (const auto& u : units)
    if (value.count() != 0 && value.count() % u.length_s == 0)
      return std::to_string(value.count() / u.length_s) + u.letter;
  return "0s";
}

std::string quoted(std::string_view text) {
  std::string q = "\"";
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\t') {
      q += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
      continue;
    }
    if (c == '"' || c == '\\') q += '\\';
    q += c;
  }
  return q + "\"";
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    auto word = text.substr(0, comma);
    word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
    word = word.substr(0, word.find_last_not_of(' ') + 1);
    if (!word.empty()) list.emplace_back(word);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return list;
}

result<void> within(const rule& r, double value, const std::function<std::string(double)>& show) {
  if (r.most == 0 || (value >= r.least && value <= r.most)) return {};
  return refuse("must be between " + show(r.least) + " and " + show(r.most) + ", not " + show(value));
}

result<void> check_address(const std::string& text) {
  const auto colon = text.rfind(':');
  int port = -1;
  if (colon != text.npos && colon > 0) read_number(std::string_view(text).substr(colon + 1), port);
  if (port >= 0 && port <= 65535) return {};
  return refuse("must be HOST:PORT such as 127.0.0.1:8787, not " + quoted(text));
}

result<void> check_url(const std::string& text) {
  const bool scheme = text.starts_with("https://") || text.starts_with("http://");
  if (scheme && text.find("://") + 3 < text.size() && !text.ends_with('/')) return {};
  return refuse("must be a URL without a slash at its end, such as https://hub.example, not " + quoted(text));
}

result<void> check_choice(const rule& r, const std::string& text) {
  if (r.choices.empty() || std::find(r.choices.begin(), r.choices.end(), text) != r.choices.end()) return {};
  std::string list;
  for (std::size_t i = 0; i < r.choices.size(); ++i)
    list += (i == 0 ? "" : i + 1 == r.choices.size() ? " or " : ", ") + std::string(r.choices[i]);
  const auto meant = std::string(nearest(text, r.choices));
  return refuse("must be " + list + ", not " + quoted(text) + (meant.empty() ? "" : "; did you mean '" + meant + "'?"));
}

/// Whether each word stands there once: of what is in an order, a second place would mean nothing.
result<void> check_once(const std::vector<std::string>& list) {
  for (auto word = list.begin(); word != list.end(); ++word)
    if (std::find(list.begin(), word, *word) != word)
      return refuse("must name " + quoted(*word) + " once; it stands there twice");
  return {};
}

result<void> check_mapping(const std::vector<std::string>& list) {
  for (const auto& word : list)
    if (const auto equals = word.find('='); equals == word.npos || equals == 0 || equals + 1 == word.size())
      return refuse("must be a list of FIELD=NAME such as value=net_total, not " + quoted(word));
  return {};
}

/// What the domain says of a list, as a complaint about the setting.
template <class T>
result<void> as_check(const result<T>& parsed) {
  return parsed ? result<void>() : refuse("cannot be read: " + parsed.error().detail);
}

result<void> check_account_zones(const std::vector<std::string>& list) {
  for (const auto& word : list) {
    const auto read = parse_account_zone(word);
    if (!read) return refuse(quoted(word) + ": " + read.error().detail);
    if (const auto zone = load_zone(read->tz); !zone) return refuse(quoted(word) + ": " + zone.error().detail);
  }
  return {};
}

/// A worker's place: on this machine, because whoever reaches it is believed.
result<void> check_worker(const std::string& text) {
  if (auto formed = check_address(text); !formed) return formed;
  const auto colon = text.rfind(':');
  if (text.substr(colon + 1) == "0") return refuse("must name the port that the worker listens on, not 0");
  if (is_loopback(text.substr(0, colon))) return {};
  return refuse(
      "must be on this machine, such as 127.0.0.1:7001, because what goes to a worker is neither encrypted nor "
      "authenticated; not " +
      quoted(text));
}

result<void> check_list(const rule& r, const std::vector<std::string>& list) {
  if (r.text_kind == rule::text::secret && std::find(list.begin(), list.end(), "") != list.end())
    return refuse("must not hold an empty secret, which anybody could give");
  for (const auto& word : list)
    if (auto known = check_choice(r, word); !known) return known;
  if (r.text_kind == rule::text::worker)
    for (const auto& word : list)
      if (auto local = check_worker(word); !local) return local;
  if (r.text_kind == rule::text::secret)
    for (const auto& word : list)
      if (auto sendable = check_secret(word); !sendable) return sendable;
  switch (r.text_kind) {
    case rule::text::any: return check_once(list);
    case rule::text::mapping: return check_mapping(list);
    case rule::text::lookback: return as_check(parse_lookback(list));
    case rule::text::pattern: return as_check(parse_priority(list));
    case rule::text::host: return as_check(parse_referrers(list));
    case rule::text::account_zone: return check_account_zones(list);
    default: return {};
  }
}

result<void> check_text(const rule& r, const std::string& text) {
  if (auto known = check_choice(r, text); !known) return known;
  if (text.empty() && r.may_be_empty) return {};
  switch (r.text_kind) {
    case rule::text::any:
    case rule::text::mapping:
    case rule::text::lookback:
    case rule::text::pattern:
    case rule::text::host:
    case rule::text::account_zone: return {};
    case rule::text::url: return check_url(text);
    case rule::text::address: return check_address(text);
    case rule::text::worker: return check_worker(text);
    case rule::text::secret: return check_secret(text);
    case rule::text::platform: return check_platform_address(text);
    case rule::text::request: return check_request_address(text);
    case rule::text::pointer: return check_json_pointer(text);
    case rule::text::name_in_request: return check_request_name(text);
    case rule::text::source_name: return check_source_name(text);
    case rule::text::ad_account: return check_ad_account(text);
    case rule::text::version: return check_api_version(text);
    case rule::text::path: return check_url_path(text);
    case rule::text::currency: {
      const auto code = parse_currency(text);
      return code ? result<void>() : refuse(code.error().detail);
    }
    case rule::text::zone: {
      const auto zone = load_zone(text);
      return zone ? result<void>() : refuse(zone.error().detail);
    }
  }
  return {};
}

}  // namespace

result<void> parse_duration(std::string_view text, seconds& value) {
  for (const auto& u : units) {
    std::int64_t count = 0;
    if (text.empty() || text.back() != u.letter || !read_number(text.substr(0, text.size() - 1), count)) continue;
    if (count < 0 || count > 1'000'000'000) break;
    value = seconds(count * u.length_s);
    return {};
  }
  return refuse("must be a time such as 90s, 30m, 24h or 7d, not " + quoted(text));
}

result<void> assign(settings& s, const setting& which, std::string_view text) {
  const auto read = std::visit(
      overloaded{
          [&](bool* v) -> result<void> {
            if (text != "true" && text != "false") return refuse("must be true or false, not " + quoted(text));
            *v = text == "true";
            return {};
          },
          [&](std::int64_t* v) -> result<void> {
            return read_number(text, *v) ? result<void>() : refuse("must be a whole number, not " + quoted(text));
          },
          [&](double* v) -> result<void> {
            return read_number(text, *v) && std::isfinite(*v) ? result<void>()
                                                              : refuse("must be a number, not " + quoted(text));
          },
          [&](std::string* v) -> result<void> {
            *v = text;
            return {};
          },
          [&](seconds* v) { return parse_duration(text, *v); },
          [&](std::vector<std::string>* v) -> result<void> {
            *v = split_words(text);
            return {};
          },
      },
      which.of(s));
  return read ? allowed(s, which) : read;
}

result<void> allowed(const settings& s, const setting& which) {
  const auto& r = which.rule;
  return std::visit(overloaded{
                        [&](const std::int64_t* v) {
                          return within(r, static_cast<double>(*v),
                                        [](double n) { return std::to_string(static_cast<std::int64_t>(n)); });
                        },
                        [&](const double* v) { return within(r, *v, number_text); },
                        [&](const seconds* v) {
                          return within(r, static_cast<double>(v->count()),
                                        [](double n) { return duration_text(seconds(static_cast<std::int64_t>(n))); });
                        },
                        [&](const std::string* v) { return check_text(r, *v); },
                        [&](const std::vector<std::string>* v) { return check_list(r, *v); },
                        [](const bool*) { return result<void>(); },
                    },
                    which.of_const(s));
}

std::string toml_value(const settings& s, const setting& which) {
  return std::visit(overloaded{
                        [](const bool* v) { return std::string(*v ? "true" : "false"); },
                        [](const std::int64_t* v) { return std::to_string(*v); },
                        [](const double* v) {
                          const auto text = number_text(*v);
                          return text.find_first_of(".e") == text.npos ? text + ".0" : text;
                        },
                        [&](const std::string* v) {
                          const bool hidden = which.rule.text_kind == rule::text::secret && !v->empty();
                          return quoted(hidden ? "****" : *v);
                        },
                        [](const seconds* v) { return quoted(duration_text(*v)); },
                        [&](const std::vector<std::string>* v) {
                          if (which.rule.text_kind == rule::text::secret && !v->empty())
                            return std::string("[\"****\"]");
                          std::string list;
                          for (const auto& word : *v) list += (list.empty() ? "" : ", ") + quoted(word);
                          return "[" + list + "]";
                        },
                    },
                    which.of_const(s));
}

}  // namespace hub::config
