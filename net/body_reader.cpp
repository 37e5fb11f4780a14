#include "net/body_reader.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "domain/nearest.hpp"
#include "domain/text.hpp"

namespace hub::net {
namespace {

using sources::json_kind;
using sources::json_value;

constexpr std::size_t longest_note = 1'000;

error of_type(std::string_view name, std::string_view type, const std::string& below = {}) {
  return fail("member-type", "'" + std::string(name) + "' must be " + std::string(type),
              "/" + std::string(name) + below);
}

}  // namespace

body_reader::body_reader(std::string_view body) {
  if (trim(body).empty()) return;
  const auto whole = document_.parse(body);
  if (!whole)
    refuse_body(whole.error());
  else if (!whole->is(json_kind::object))
    refuse_body(fail("member-type", "the body must be a JSON object"));
  else if (const auto twice = whole->duplicate_key())
    refuse_body(fail("key-duplicate", "the key '" + std::string(twice.key()) + "' stands twice; send it once",
                     "/" + std::string(twice.key())));
  else
    members_ = *whole;
}

void body_reader::refuse(error complaint) {
  if (!unreadable_) complaints_.push_back(std::move(complaint));
}

void body_reader::refuse_body(error complaint) {
  refuse(std::move(complaint));
  unreadable_ = true;
}

json_value body_reader::find(std::string_view name) {
  known_.push_back(name);
  return members_.find(name);
}

std::optional<std::string> body_reader::text(std::string_view name) {
  const auto value = find(name);
  if (!value) return std::nullopt;
  if (value.is(json_kind::string)) return std::string(value.text());
  refuse(of_type(name, "a text"));
  return std::nullopt;
}

std::string body_reader::note() {
  auto note = text("note").value_or("");
  if (note.size() > longest_note)
    refuse(fail("text-too-long", "a note has at most " + std::to_string(longest_note) + " bytes", "/note"));
  return note;
}

std::optional<bool> body_reader::flag(std::string_view name) {
  const auto value = find(name);
  if (!value) return std::nullopt;
  if (value.is(json_kind::boolean)) return value.truth();
  refuse(of_type(name, "true or false"));
  return std::nullopt;
}

std::optional<std::int64_t> body_reader::integer(std::string_view name, std::int64_t low, std::int64_t high) {
  const auto value = find(name);
  if (!value) return std::nullopt;
  if (value.is(json_kind::number)) {
    boost::json::error_code unfit;
    const auto number = boost::json::parse(value.text()).to_number<std::int64_t>(unfit);
    if (!unfit && number >= low && number <= high) return number;
  }
  refuse(of_type(name, "a whole number from " + std::to_string(low) + " to " + std::to_string(high)));
  return std::nullopt;
}

std::optional<std::vector<std::string>> body_reader::texts(std::string_view name) {
  const auto value = find(name);
  if (!value) return std::nullopt;
  std::vector<std::string> list;
  if (!value.is(json_kind::array)) {
    refuse(of_type(name, "a list of texts"));
    return std::nullopt;
  }
  for (const auto element : value) {
    if (!element.is(json_kind::string)) {
      refuse(of_type(name, "a list of texts", "/" + std::to_string(list.size())));
      return std::nullopt;
    }
    list.emplace_back(element.text());
  }
  return list;
}

std::vector<error> body_reader::finish() {
  if (members_)
    for (const auto member : members_) {
      if (std::find(known_.begin(), known_.end(), member.key()) != known_.end()) continue;
      refuse(fail("member-unknown",
                  "there is no member '" + std::string(member.key()) + "'" + did_you_mean(member.key(), known_),
                  "/" + std::string(member.key())));
    }
  return complaints_;
}

}  // namespace hub::net
