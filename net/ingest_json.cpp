#include "net/ingest_json.hpp"

#include <algorithm>

#include "net/json_writer.hpp"
#include "net/record_json.hpp"
#include "sources/meta/meta_event.hpp"

namespace hub::net {
namespace {

std::string_view to_string(item_status s) {
  static constexpr std::string_view names[] = {"accepted", "merged", "duplicate", "rejected"};
  return names[static_cast<std::size_t>(s)];
}

void write_errors(json_writer& json, const std::vector<error>& errors) {
  json.key("errors").begin_array();
  for (const auto& e : errors)
    json.begin_object().member("pointer", e.pointer).member("code", e.code).member("detail", e.detail).end_object();
  json.end_array();
}

void write_result(json_writer& json, std::size_t index, const item_result& r,
                  const std::optional<known_otherwise>& known) {
  json.begin_object().member("index", index).member("status", to_string(r.status));
  if (r.has_conversion) json.member("conversion_id", conversion_id(r.conversion));
  if (r.rule != merge_rule::none) json.member("rule", hub::to_string(r.rule));
  if (r.updated) json.member("updated", true);
  if (r.outdated) json.member("outdated", true);
  if (r.dated_ahead) json.member("dated_ahead", true);
  if (r.note != entry_note::counted) json.member("note", hub::to_string(r.note));
  if (known && known->value) write_money(json, "known_value", known->value->minor, known->value->currency, true);
  if (known && known->standing)
    write_money(json, "standing_value", known->standing->minor, known->standing->currency, true);
  if (known && !known->type.empty()) json.member("known_type", known->type);
  if (known && !known->order.empty()) json.member("known_order", known->order);
  if (r.status == item_status::rejected) {
    if (r.reject != 0) json.member("reject_id", "rj_" + std::to_string(r.reject));
    write_errors(json, r.errors);
  }
  json.end_object();
}

struct counts {
  std::size_t accepted = 0, duplicates = 0, rejected = 0;
};

counts count(const std::vector<item_result>& results) {
  counts n;
  for (const auto& r : results) {
    if (r.status == item_status::accepted)
      ++n.accepted;
    else if (r.status == item_status::rejected)
      ++n.rejected;
    else
      ++n.duplicates;
  }
  return n;
}

void write_counts(json_writer& json, const counts& n) {
  json.member("accepted", n.accepted).member("duplicates", n.duplicates).member("rejected", n.rejected);
}

std::string whole_receipt(const ingest_receipt& receipt, bool dry_run) {
  json_writer json;
  json.begin_object();
  if (dry_run) json.member("dry_run", true);
  write_counts(json, count(receipt.results));
  json.member("data_seq", receipt.data_seq).key("results").begin_array();
  for (std::size_t i = 0; i < receipt.results.size(); ++i)
    write_result(json, i, receipt.results[i], i < receipt.otherwise.size() ? receipt.otherwise[i] : std::nullopt);
  json.end_array().end_object().end_line();
  return json.take();
}

}  // namespace

std::string receipt_json(const ingest_receipt& receipt) { return whole_receipt(receipt, false); }

std::string dry_run_json(const ingest_receipt& receipt) { return whole_receipt(receipt, true); }

std::string meta_receipt_json(const ingest_receipt& receipt, std::string_view trace_id) {
  const auto received = std::count_if(receipt.results.begin(), receipt.results.end(), [](const item_result& r) {
    return r.status != item_status::rejected || sources::is_test_event(r.errors);
  });
  json_writer json;
  json.begin_object().member("events_received", received).key("messages").begin_array();
  for (const auto& r : receipt.results)
    for (const auto& e : r.errors)
      json.value(e.pointer + ": " + e.detail +
                 (r.reject == 0 ? std::string() : " (kept as rj_" + std::to_string(r.reject) + ")"));
  json.end_array().member("fbtrace_id", trace_id).end_object().end_line();
  return json.take();
}

std::string meta_transient_json(std::string_view trace_id) {
  json_writer json;
  json.begin_object().key("error").begin_object();
  json.member("message", "Service temporarily unavailable").member("type", "OAuthException").member("code", 2);
  json.member("is_transient", true).member("error_user_title", "Service temporarily unavailable");
  json.member("error_user_msg", "the hub cannot take events at this moment; send the same request again");
  json.member("fbtrace_id", trace_id).end_object().end_object().end_line();
  return json.take();
}

std::string meta_access_json(int status, const error& what, std::string_view trace_id) {
  const int code = status == 401 ? 190 : status == 403 ? 200 : 4;
  json_writer json;
  json.begin_object().key("error").begin_object();
  json.member("message", what.detail).member("type", "OAuthException").member("code", code);
  json.member("is_transient", status == 429).member("error_user_title", what.code);
  json.member("error_user_msg", what.detail).member("fbtrace_id", trace_id);
  json.end_object().end_object().end_line();
  return json.take();
}

std::string meta_error_json(const error& what, std::string_view trace_id) {
  json_writer json;
  json.begin_object().key("error").begin_object();
  const bool too_old = what.code == "meta-event-too-old";
  json.member("message", "Invalid parameter").member("type", "OAuthException").member("code", 100);
  if (too_old) json.member("error_subcode", 2804003);  // of the others Meta's documentation does not say which is which
  json.member("is_transient", false).member("error_user_title", too_old ? "Event Timestamp Too Old" : what.code);
  json.member("error_user_msg", what.pointer.empty() ? what.detail : what.pointer + ": " + what.detail);
  json.member("fbtrace_id", trace_id).end_object().end_object().end_line();
  return json.take();
}

}  // namespace hub::net
