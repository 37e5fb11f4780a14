#include "app/quarantined.hpp"

#include <charconv>

#include "app/answer_rows.hpp"
#include "app/terminal.hpp"

namespace hub::app {

namespace json = boost::json;

/// Is the first of a page that begins behind the number after it.
result<json::object> quarantined_item(client& hub, const std::string& id) {
  std::uint64_t number = 0;
  const auto* end = id.data() + id.size();
  const bool named = id.starts_with("rj_") && std::from_chars(id.data() + 3, end, number).ptr == end && number > 0;
  if (!named) return fail("usage", "'" + printable(id) + "' is no id of quarantine; ids look like rj_17");
  const auto answer = get(
      hub,
      target_of("/v1/quarantine", {{"state", "all"}, {"limit", "1"}, {"cursor", "rj_" + std::to_string(number + 1)}}));
  if (!answer) return answer.error();
  boost::system::error_code broken;
  const auto document = json::parse(answer->body, broken);
  const auto* data = !broken && document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array())
    return fail("answer-malformed", "the server's answer lists no quarantine; is it a Conversion Hub?");
  if (!data->get_array().empty() && data->get_array().front().is_object() &&
      text_of(data->get_array().front().get_object(), "reject_id") == id)
    return data->get_array().front().get_object();
  return fail("reject-unknown", "there is no quarantined item '" + id + "'; 'convhub quarantine list' names them");
}

std::vector<error> faults_of(const json::object& item) {
  std::vector<error> all;
  const auto* errors = item.if_contains("errors");
  if (errors == nullptr || !errors->is_array()) return all;
  for (const auto& e : errors->get_array())
    if (e.is_object())
      all.push_back(
          fail(text_of(e.get_object(), "code"), text_of(e.get_object(), "detail"), text_of(e.get_object(), "pointer")));
  return all;
}

}  // namespace hub::app
