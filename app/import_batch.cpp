#include "app/import_batch.hpp"

#include <boost/json.hpp>

namespace hub::app {
namespace {

namespace json = boost::json;
std::string text_at(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v != nullptr && v->is_string() ? std::string(v->get_string()) : std::string();
}

/// `currency: give a currency; value: …`. The item's number at the head of a pointer says nothing to a reader of the row.
std::string reason_of(const json::object& result) {
  std::string reason;
  const auto* errors = result.if_contains("errors");
  if (errors != nullptr && errors->is_array())
    for (const auto& item : errors->get_array()) {
      if (!item.is_object()) continue;
      auto where = text_at(item.get_object(), "pointer");
      const auto slash = where.find('/', 1);
      where = slash == where.npos ? "" : where.substr(slash + 1) + ": ";
      reason += (reason.empty() ? "" : "; ") + where + text_at(item.get_object(), "detail");
    }
  return reason.empty() ? "refused by the hub" : reason;
}

/// The field at the head of the first error's pointer: `currency` of `/3/currency`.
std::string field_of(const json::object& result) {
  const auto* errors = result.if_contains("errors");
  if (errors == nullptr || !errors->is_array() || errors->get_array().empty()) return {};
  const auto& first = errors->get_array().front();
  const auto where = first.is_object() ? text_at(first.get_object(), "pointer") : std::string();
  const auto slash = where.find('/', 1);
  return slash == where.npos ? std::string() : where.substr(slash + 1);
}

std::int64_t count_at(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v != nullptr && v->is_int64() ? v->get_int64() : 0;
}

error malformed_answer() {
  return fail("answer-malformed", "the server's answer says nothing of the rows; is it a Conversion Hub?");
}

result<batch_outcome> read_outcome(const std::string& body, std::vector<import_row> rows) {
  boost::system::error_code broken;
  const auto answer = json::parse(body, broken);
  if (broken || !answer.is_object()) return malformed_answer();
  const auto& o = answer.get_object();
  batch_outcome outcome{count_at(o, "accepted"), count_at(o, "duplicates"), {}, {}};
  const auto* results = o.if_contains("results");
  if (results != nullptr && results->is_array())
    for (const auto& item : results->get_array()) {
      const auto status = item.is_object() ? text_at(item.get_object(), "status") : std::string("accepted");
      if (status == "accepted") continue;
      const auto& told = item.get_object();
      const auto index = static_cast<std::size_t>(count_at(told, "index"));
      if (index >= rows.size()) return malformed_answer();
      if (status == "rejected")
        outcome.rejected.push_back({std::move(rows[index]), reason_of(told), field_of(told)});
      else
        outcome.merged.push_back({rows[index].line, text_at(told, "rule"), text_at(told, "conversion_id")});
    }
  const auto told = outcome.accepted + outcome.duplicates + static_cast<std::int64_t>(outcome.rejected.size());
  if (told != static_cast<std::int64_t>(rows.size())) return malformed_answer();
  return outcome;
}

}  // namespace

result<batch_outcome> send_batch(patient_client& hub, const std::string& target, std::vector<import_row> rows) {
  net::http_request request;
  request.method = "POST";
  request.target = target;
  request.headers = {{"content-type", "application/x-ndjson"}};
  for (const auto& row : rows) request.body += row.json + "\n";
  const auto answer = hub.exchange(request);
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  return read_outcome(answer->body, std::move(rows));
}

}  // namespace hub::app
