#include "net/body_reader.hpp"

#include <algorithm>

#include "domain/nearest.hpp"
#include "domain/text.hpp"

namespace hub::net {
namespace {

error of_type(std::string_view name, std::string_view type) {
  return fail("member-type", "'" + std::string(name) + "' must be " + std::string(type), "/" + std::string(name));
}

}  // namespace

body_reader::body_reader(std::string_view body) {
  if (trim(body).empty()) return;
  boost::json::stream_parser parser;
  boost::json::error_code broken;
  std::size_t read = parser.write_some(body.data(), body.size(), broken);
  if (!broken) parser.finish(broken);
  if (!broken && !trim(body.substr(read)).empty()) broken = boost::json::error::extra_data;
  if (broken) {
    refuse(fail("json-malformed", "the body is no JSON: " + broken.message() + " at byte " + std::to_string(read)));
    return;
  }
  auto value = parser.release();
  if (value.is_object())
    members_ = std::move(value.get_object());
  else
    refuse(fail("member-type", "the body must be a JSON object"));
}

const boost::json::value* body_reader::find(std::string_view name) {
  known_.emplace_back(name);
  const auto* found = members_.if_contains(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::optional<std::string> body_reader::text(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return std::string(value->get_string());
  refuse(of_type(name, "a text"));
  return std::nullopt;
}

std::optional<bool> body_reader::flag(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  refuse(of_type(name, "true or false"));
  return std::nullopt;
}

std::optional<std::int64_t> body_reader::integer(std::string_view name, std::int64_t low, std::int64_t high) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  boost::json::error_code unfit;
  const auto number = value->is_number() ? value->to_number<std::int64_t>(unfit) : 0;
  if (value->is_number() && !unfit && number >= low && number <= high) return number;
  refuse(of_type(name, "a whole number from " + std::to_string(low) + " to " + std::to_string(high)));
  return std::nullopt;
}

std::optional<std::vector<std::string>> body_reader::texts(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return std::nullopt;
  std::vector<std::string> list;
  if (value->is_array())
    for (const auto& element : value->get_array())
      if (element.is_string()) list.emplace_back(element.get_string());
  if (value->is_array() && list.size() == value->get_array().size()) return list;
  refuse(of_type(name, "a list of texts"));
  return std::nullopt;
}

std::vector<error> body_reader::finish() {
  const std::vector<std::string_view> names(known_.begin(), known_.end());
  for (const auto& member : members_) {
    if (std::find(names.begin(), names.end(), std::string_view(member.key())) != names.end()) continue;
    refuse(fail("member-unknown",
                "there is no member '" + std::string(member.key()) + "'" + did_you_mean(member.key(), names),
                "/" + std::string(member.key())));
  }
  return complaints_;
}

}  // namespace hub::net
