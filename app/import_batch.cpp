#include "app/import_batch.hpp"

#include <boost/json.hpp>

namespace hub::app {
namespace {

namespace json = boost::json;
std::string text_at(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v != nullptr && v->is_string() ? std::string(v->get_string()) : std::string();
}

/// What is wrong with an item, each error with the field at which it lies as its place: `currency` of `/3/currency`. The
/// item's number says nothing to a reader of the row.
std::vector<error> errors_of(const json::object& result) {
  std::vector<error> all;
  const auto* errors = result.if_contains("errors");
  if (errors == nullptr || !errors->is_array()) return all;
  for (const auto& item : errors->get_array()) {
    if (!item.is_object()) continue;
    const auto& o = item.get_object();
    const auto where = text_at(o, "pointer");
    const auto slash = where.find('/', 1);
    all.push_back(fail(text_at(o, "code"), text_at(o, "detail"), slash == where.npos ? "" : where.substr(slash + 1)));
  }
  return all;
}

/// `currency: give a currency; value: …`
std::string reason_of(const std::vector<error>& errors) {
  std::string reason;
  for (const auto& e : errors)
    reason += (reason.empty() ? "" : "; ") + (e.pointer.empty() ? "" : e.pointer + ": ") + e.detail;
  return reason.empty() ? "refused by the hub" : reason;
}

bool flag_at(const json::object& result, std::string_view key) {
  const auto* v = result.if_contains(key);
  return v != nullptr && v->is_bool() && v->get_bool();
}

/// `59.00 EUR`; empty where *result* says no such money.
std::string money_at(const json::object& result, std::string_view name) {
  const auto* v = result.if_contains(name);
  if (v == nullptr || !v->is_object()) return {};
  return text_at(v->get_object(), "amount") + " " + text_at(v->get_object(), "currency");
}

std::int64_t count_at(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v != nullptr && v->is_int64() ? v->get_int64() : 0;
}

error malformed_answer() {
  return fail("answer-malformed", "the server's answer says nothing of the rows; is it a Conversion Hub?");
}

/// Adds what *told* says of *row*.
void sort_in(const json::object& told, import_row& row, batch_outcome& outcome) {
  const auto status = text_at(told, "status");
  const bool updated = flag_at(told, "updated");
  outcome.updated += updated ? 1 : 0;
  if (auto note = text_at(told, "note"); !note.empty()) outcome.notes.push_back({row.line, std::move(note)});
  if (flag_at(told, "outdated")) outcome.notes.push_back({row.line, std::string(outdated_note)});
  if (status == "rejected") {
    auto errors = errors_of(told);
    auto reason = reason_of(errors);
    outcome.rejected.push_back({std::move(row), std::move(reason), std::move(errors), text_at(told, "reject_id")});
    return;
  }
  if (status != "accepted" || updated)
    outcome.merged.push_back({row.line, text_at(told, "rule"), text_at(told, "conversion_id"), updated});
  const auto value = money_at(told, "known_value"), type = text_at(told, "known_type");
  const auto order = text_at(told, "known_order");
  if (!value.empty() || !type.empty() || !order.empty())
    outcome.known.push_back({row.line, std::move(row.json), text_at(told, "conversion_id"), value,
                             money_at(told, "standing_value"), type, order});
}

result<batch_outcome> read_outcome(const std::string& body, std::vector<import_row> rows) {
  boost::system::error_code broken;
  const auto answer = json::parse(body, broken);
  if (broken || !answer.is_object()) return malformed_answer();
  const auto& o = answer.get_object();
  batch_outcome outcome;
  outcome.accepted = count_at(o, "accepted");
  outcome.duplicates = count_at(o, "duplicates");
  const auto* results = o.if_contains("results");
  if (results != nullptr && results->is_array())
    for (const auto& item : results->get_array()) {
      if (!item.is_object()) return malformed_answer();
      const auto& told = item.get_object();
      const auto index = static_cast<std::size_t>(count_at(told, "index"));
      if (index >= rows.size()) return malformed_answer();
      sort_in(told, rows[index], outcome);
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
