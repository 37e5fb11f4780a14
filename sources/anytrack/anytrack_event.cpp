#include "sources/anytrack/anytrack_event.hpp"

#include <utility>

#include "domain/normalise.hpp"
#include "sources/anytrack/anytrack_fields.hpp"
#include "sources/anytrack/anytrack_type.hpp"
#include "sources/anytrack/anytrack_visitor.hpp"
#include "sources/folded_name.hpp"
#include "sources/item_loop.hpp"

namespace hub::sources {
namespace {

/// When it happened; a postback that does not say so happened when it came.
template <class Event>
void read_time(anytrack_fields& in, item_reader& reader, Event& event) {
  const auto given = in.take("time");
  if (!given) {
    event.occurred_at = reader.request().received_at;
    event.timed_by_receipt = true;
    return;
  }
  const bool number = reader.raw_text(given).find_first_not_of("0123456789.") == std::string_view::npos;
  event.occurred_at = (number ? reader.unix_time(given) : reader.time(given)).value_or(0);
}

/// An id for what has no transaction: of everything in it but what let the sender in.
std::string content_id(std::string_view source, json_value object) {
  std::vector<json_value> told;
  for (const json_value member : object)
    if (!member.is(json_kind::null) && !is_anytrack_token(member.key())) told.push_back(member);
  return derived_id(source, told);
}

/// Nothing paid in no currency is no value, as leads have it; anything else needs a currency.
void read_value(json_value given, json_value code, item_reader& reader, conversion_event& event) {
  if (!given || (is_nothing(given) && blank(code))) return;
  const auto c = reader.currency(code, "currency", reader.request().settings->anytrack.currency);
  if (!c) return;
  if (const auto minor = reader.amount(given, *c)) event.value = hub::money{*minor, *c};
  if (event.value && event.value->minor < 0)
    reader.refuse("amount-negative",
                  "a conversion cannot be worth less than nothing; report money given back with status reversed",
                  given.key());
}

/// What tells one rebill of a transaction from the next: its time, else the day on which it came.
template <class Event>
std::string rebill_time(const Event& event) {
  const auto when = format_instant(event.occurred_at);
  return '/' + (event.timed_by_receipt ? when.substr(0, sizeof "2026-01-01" - 1) : when);
}

/// A word on the status alone, without an amount, is a report of its own on the order: it must not take the place of the
/// one that knows the amount.
std::string status_alone(anytrack_fields& in, item_reader& reader) {
  if (in.peek("value")) return {};
  const auto status = folded_name(reader.text(in.peek("status")));
  return status.empty() ? std::string() : '/' + status;
}

void read_conversion(anytrack_fields& in, json_value object, item_reader& reader, fact_body& fact, anytrack_type type) {
  auto& event = fact.emplace<conversion_event>();
  event.source = reader.request().source;
  const auto transaction = reader.text(in.take("external_id"));
  read_time(in, reader, event);
  event.external_id = transaction.empty() ? content_id(event.source, object) : id_of(type, transaction);
  if (type.rebill && !transaction.empty()) event.external_id += rebill_time(event);
  if (!type.rebill && !transaction.empty()) event.external_id += status_alone(in, reader);
  if (!type.rebill) event.order_key = transaction;
  if (type.outcome) {
    const auto value = in.take("value");
    read_value(value, in.take("currency"), reader, event);
  }
  event.outcome = type.outcome;
  event.type = std::move(type.name);
  if (type.original != event.type) event.original_type = std::move(type.original);
  auto visitor = read_visitor(in, reader);
  if (visitor.who.identifiers.empty() && transaction.empty())
    reader.refuse(
        "identifier-missing",
        "Missing click_id, ref_id and email: nothing says whose conversion it is, and no transaction_id which", "");
  event.clicked_at = visitor.who.clicked_at;
  event.identifiers = std::move(visitor.who.identifiers);
  event.context = std::move(visitor.context);
  event.url = std::move(visitor.url);
  event.country = normalise_country(reader.raw_text(in.take("country")));
  event.metadata = metadata_of({}, in.rest());
}

void read_reversal(anytrack_fields& in, item_reader& reader, fact_body& fact, anytrack_type type, bool charged_back) {
  auto& event = fact.emplace<adjustment_event>();
  event.source = reader.request().source;
  event.kind = charged_back ? adjustment_kind::chargeback : adjustment_kind::refund;
  const auto given = in.take("external_id");
  if (!reader.require(given, "transaction_id", "which conversion was reversed")) return;
  const auto transaction = reader.text(given);
  read_time(in, reader, event);
  auto sale = id_of(type, transaction);
  if (type.rebill && event.timed_by_receipt)
    return reader.refuse("field-missing", "'time' is missing; it says which rebill of the transaction was reversed",
                         "time");
  if (type.rebill) sale += rebill_time(event);
  event.external_id = sale + "/reversed";
  // An order id finds the purchase whoever told of it; other conversions are known by their own id alone.
  if (type.name == "purchase" && !type.rebill) {
    event.order_key = transaction;
  } else {
    event.sale_source = event.source;
    event.sale_external_id = std::move(sale);
  }
  const auto value = in.take("value");
  const auto code = in.take("currency");
  if (value && !is_nothing(value)) {
    event.currency = reader.currency(code, "currency", reader.request().settings->anytrack.currency);
    if (event.currency) event.amount = reader.amount_back(value, *event.currency);
  }
  read_visitor(in, reader);  // takes who it was out of what is kept
  event.metadata = metadata_of({}, in.rest());
}

}  // namespace

void read_anytrack_event(json_value object, item_reader& reader, fact_body& fact) {
  anytrack_fields in(object, reader.request().settings->anytrack.field_map);
  const auto status = read_status(in, reader);
  auto type = read_type(in, reader, status != anytrack_status::stands);
  if (status == anytrack_status::stands) return read_conversion(in, object, reader, fact, std::move(type));
  read_reversal(in, reader, fact, std::move(type), status == anytrack_status::charged_back);
}

}  // namespace hub::sources
