#include "app/import_batch.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace hub::app {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr milliseconds patience = std::chrono::minutes(2);

/// The hub's Retry-After in seconds, else *otherwise*.
milliseconds wait_asked_for(const net::http_answer& answer, milliseconds otherwise) {
  for (const auto& [name, value] : answer.headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    const bool digits = !value.empty() && value.size() < 5 && value.find_first_not_of("0123456789") == value.npos;
    if (lower == "retry-after" && digits) return std::chrono::seconds(std::stoi(value));
  }
  return otherwise;
}

/// The answer once the hub had time for it.
result<net::http_answer> exchange_patiently(client& hub, const net::http_request& request,
                                            const pause_function& pause) {
  milliseconds waited{0};
  for (milliseconds next{200};; next = std::min(next * 2, milliseconds(5'000))) {
    auto answer = hub.exchange(request);
    const bool busy = answer && (answer->status == 429 || answer->status == 503);
    if (answer && !busy) return answer;
    const auto wait = busy ? wait_asked_for(*answer, next) : next;
    if (waited + wait > patience) return busy ? refusal_of(*answer) : answer;
    pause(wait);
    waited += wait;
  }
}

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

result<batch_outcome> send_batch(client& hub, const std::string& target, std::vector<import_row> rows,
                                 const pause_function& pause) {
  net::http_request request;
  request.method = "POST";
  request.target = target;
  request.headers = {{"content-type", "application/x-ndjson"}};
  for (const auto& row : rows) request.body += row.json + "\n";
  const auto answer = exchange_patiently(hub, request, pause);
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  return read_outcome(answer->body, std::move(rows));
}

}  // namespace hub::app
