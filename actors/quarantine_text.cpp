#include "actors/quarantine_text.hpp"

#include "domain/codec.hpp"
#include "domain/ledger.hpp"
#include "domain/text.hpp"
#include "sources/json_write.hpp"

namespace hub {
namespace {

void append_member(std::string& text, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  text += ",\"" + std::string(name) + "\":";
  sources::append_json_string(text, value);
}

/// What its sender would know it by.
void append_adjustment(std::string& text, const adjustment_event& a) {
  append_member(text, "kind", to_string(entry_of(a.kind)));
  append_member(text, "order_id", a.order_key);
  append_member(text, "conversion_id", a.conversion_id);
  append_member(text, "sale_external_id", a.sale_external_id);
  append_member(text, "occurred_at", format_instant(a.occurred_at));
  if (a.amount && a.currency) append_member(text, "amount", format_amount(*a.amount, *a.currency));
  if (a.currency) append_member(text, "currency", to_string(*a.currency));
}

}  // namespace

std::string displaced_text(const std::string& source, const std::string& external_id) {
  return "source " + source + ", external id " + external_id;
}

std::string fact_text(const std::string& source, const std::string& external_id, const std::string& encoded) {
  std::string text = "{\"source\":";
  sources::append_json_string(text, source);
  text += ",\"external_id\":";
  sources::append_json_string(text, external_id);
  if (const auto body = decode(encoded); body && std::holds_alternative<adjustment_event>(*body))
    append_adjustment(text, std::get<adjustment_event>(*body));
  return text + ",\"fact\":\"" + hex_of(encoded) + "\"}";
}

}  // namespace hub
