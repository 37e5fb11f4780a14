#include "net/parameter_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

#include "domain/nearest.hpp"
#include "net/ascii.hpp"

namespace hub::net {
namespace {

/// The whole of *text* as a number, or nothing.
template <class T>
std::optional<T> whole_number(std::string_view text) {
  T number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string printed(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

std::string joined(std::span<const std::string_view> words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

}  // namespace

parameter_reader::parameter_reader(std::vector<parameter> parameters) {
  entries_.reserve(parameters.size());
  for (auto& each : parameters) entries_.push_back({std::move(each)});
}

const std::string* parameter_reader::find(std::string_view name) {
  if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.emplace_back(name);
  const std::string* found = nullptr;
  for (auto& each : entries_) {
    if (each.content.first != name) continue;
    if (found && !each.asked)
      refuse(fail("parameter-repeated", "Give '" + std::string(name) + "' once.", std::string(name)));
    each.asked = true;
    if (!found) found = &each.content.second;
  }
  return found;
}

std::optional<std::string> parameter_reader::text(std::string_view name) {
  const auto* value = find(name);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::string> parameter_reader::choice(std::string_view name,
                                                    std::initializer_list<std::string_view> choices) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (std::find(choices.begin(), choices.end(), *value) != choices.end()) return *value;
  const std::span<const std::string_view> words(choices.begin(), choices.size());
  refuse(fail("parameter-choice",
              "'" + std::string(name) + "' must be one of " + joined(words) + "." + did_you_mean(*value, words),
              std::string(name)));
  return std::nullopt;
}

std::optional<bool> parameter_reader::flag(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (*value == "true" || *value == "1") return true;
  if (*value == "false" || *value == "0") return false;
  refuse(fail("parameter-flag", "'" + std::string(name) + "' must be true or false.", std::string(name)));
  return std::nullopt;
}

void parameter_reader::refuse_range(std::string_view name, const std::string& kind, const std::string& low,
                                    const std::string& high) {
  refuse(fail("parameter-range", "'" + std::string(name) + "' must be " + kind + " from " + low + " to " + high + ".",
              std::string(name)));
}

std::optional<std::int64_t> parameter_reader::integer(std::string_view name, std::int64_t low, std::int64_t high) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  const auto number = whole_number<std::int64_t>(*value);
  if (number && *number >= low && *number <= high) return number;
  refuse_range(name, "a whole number", std::to_string(low), std::to_string(high));
  return std::nullopt;
}

std::optional<double> parameter_reader::decimal(std::string_view name, double low, double high) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  const auto number = whole_number<double>(*value);
  if (number && std::isfinite(*number) && *number >= low && *number <= high) return number;
  refuse_range(name, name.ends_with("_days") ? "a plain number of days, as in 30," : "a decimal number", printed(low),
               printed(high));
  return std::nullopt;
}

std::vector<std::string> parameter_reader::list(std::string_view name) {
  const auto* value = find(name);
  if (!value) return {};
  std::vector<std::string> parts;
  std::string_view rest = *value;
  for (bool more = true; more;) {
    const auto comma = rest.find(',');
    more = comma != rest.npos;
    parts.emplace_back(trim(rest.substr(0, comma)));
    if (more) rest.remove_prefix(comma + 1);
  }
  if (std::find(parts.begin(), parts.end(), "") == parts.end()) return parts;
  refuse(fail("parameter-list", "'" + std::string(name) + "' must be words separated by single commas.",
              std::string(name)));
  return {};
}

std::vector<error> parameter_reader::finish() {
  const std::vector<std::string_view> words(known_.begin(), known_.end());
  for (auto& each : entries_) {
    if (each.asked) continue;
    each.asked = true;
    const auto& name = each.content.first;
    refuse(fail("parameter-unknown", "There is no parameter '" + name + "' here." + did_you_mean(name, words), name));
  }
  return std::exchange(complaints_, {});
}

}  // namespace hub::net
