#include "sources/form.hpp"

#include <algorithm>
#include <utility>

#include "domain/text.hpp"
#include "sources/json_write.hpp"

namespace hub::sources {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view replacement = "\xef\xbf\xbd";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// *text* with every byte that belongs to no UTF-8 sequence replaced.
std::string as_utf8(std::string text) {
  if (is_utf8(text)) return text;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    while (length <= 4 && at + length <= text.size() && !is_utf8(std::string_view(text).substr(at, length))) ++length;
    const bool whole = length <= 4 && at + length <= text.size();
    out.append(whole ? std::string_view(text).substr(at, length) : replacement);
    at += whole ? length : 1;
  }
  return out;
}

/// The value of parameter *name* in a header such as `form-data; name="a"`, unquoted.
std::string_view header_parameter(std::string_view header, std::string_view name) {
  for (auto rest = header; !rest.empty();) {
    const auto semicolon = rest.find(';');
    rest = semicolon == std::string_view::npos ? std::string_view() : trim(rest.substr(semicolon + 1));
    if (!lower_ascii(rest.substr(0, name.size())).starts_with(name)) continue;
    auto value = trim(rest.substr(name.size()));
    if (!value.starts_with('=')) continue;
    value = trim(value.substr(1));
    if (value.starts_with('"')) return value.substr(1, value.find('"', 1) - 1);
    return trim(value.substr(0, value.find(';')));
  }
  return {};
}

/// Name of the field of a part by its head; empty for a part that is none.
std::string_view part_name(std::string_view head) {
  while (!head.empty()) {
    const auto end = std::min(head.find(line_end), head.size());
    const auto line = head.substr(0, end);
    head.remove_prefix(std::min(end + line_end.size(), head.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || lower_ascii(trim(line.substr(0, colon))) != "content-disposition") continue;
    return header_parameter(line.substr(colon + 1), "name");
  }
  return {};
}

/// `cd[value]` in two: the group `cd` and the member `value`; a plain name has no member.
std::pair<std::string_view, std::string_view> split_name(std::string_view name) {
  const auto open = name.find('[');
  if (open == 0 || open == std::string_view::npos || !name.ends_with(']')) return {name, {}};
  return {name.substr(0, open), name.substr(open + 1, name.size() - open - 2)};
}

}  // namespace

std::string form_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    if (escape) {
      out.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return as_utf8(std::move(out));
}

form_fields parse_urlencoded(std::string_view text) {
  form_fields fields;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    fields.emplace_back(form_decoded(pair.substr(0, equals)),
                        form_decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return fields;
}

std::optional<form_fields> parse_multipart(std::string_view body, std::string_view content_type) {
  auto boundary = header_parameter(content_type, "boundary");
  std::string delimiter = "--" + std::string(boundary);
  if (boundary.empty()) return std::nullopt;
  const auto first = body.find(delimiter);
  if (first == std::string_view::npos) return std::nullopt;
  body.remove_prefix(first + delimiter.size());
  delimiter.insert(0, line_end);
  form_fields fields;
  while (body.starts_with(line_end)) {
    const auto head_end = body.find("\r\n\r\n");
    if (head_end == std::string_view::npos) break;
    const auto content = body.substr(head_end + 4);
    const auto end = content.find(delimiter);
    if (end == std::string_view::npos) break;
    const auto head = body.substr(line_end.size(), head_end > line_end.size() ? head_end - line_end.size() : 0);
    if (const auto name = part_name(head); !name.empty())
      fields.emplace_back(as_utf8(std::string(name)), as_utf8(std::string(content.substr(0, end))));
    body = content.substr(end + delimiter.size());
  }
  return fields;
}

form_fields parse_form(std::string_view body, std::string_view content_type) {
  if (auto parts = parse_multipart(body, content_type)) return std::move(*parts);
  return parse_urlencoded(trim(body));
}

std::string form_text(const form_field& field) {
  std::string out;
  append_json_string(out, field.second);
  return out;
}

std::string form_json(form_fields fields, form_value value) {
  if (fields.size() > most_form_fields) fields.resize(most_form_fields);
  const auto is_first = [&](std::size_t i) {
    return std::none_of(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const form_field& f) { return split_name(f.first) == split_name(fields[i].first); });
  };
  // A group stands where its first field stands; a plain field of the same name gives way to it.
  std::string out = "{";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto [group, member] = split_name(fields[i].first);
    const auto same_group = [&, g = group](const form_field& f) { return split_name(f.first).first == g; };
    if (std::any_of(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(i), same_group)) continue;
    if (out.size() > 1) out.push_back(',');
    append_json_string(out, group);
    out.push_back(':');
    const auto has_members = [&, g = group](const form_field& f) {
      return split_name(f.first).first == g && !split_name(f.first).second.empty();
    };
    if (std::none_of(fields.begin(), fields.end(), has_members)) {
      out += value(fields[i]);
      continue;
    }
    out.push_back('{');
    bool more = false;
    for (std::size_t j = i; j < fields.size(); ++j) {
      if (!has_members(fields[j]) || !is_first(j)) continue;
      if (std::exchange(more, true)) out.push_back(',');
      append_json_string(out, split_name(fields[j].first).second);
      out.push_back(':');
      out += value(fields[j]);
    }
    out.push_back('}');
  }
  return out += '}';
}

}  // namespace hub::sources
